using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignUp;

/// <summary>Proves a phone number after registration.</summary>
public sealed class VerifyPhoneModel(OneTimeCodes codes, CodeMemory memory, TimeProvider clock) : CodePage(codes, memory, clock)
{
    public override string Path => "/account/verify-phone";

    protected override string Purpose => CodePurposes.VerifyPhone;

    protected override async Task<IActionResult> RedeemAsync(CodeInProgress current, string code)
    {
        switch (await Codes.VerifyAsync(current.Phone, Purpose, code, current.Ticket.RememberToken, RequestSource.Of(HttpContext), Aborted))
        {
            case CodeVerification.Verified:
                Memory.Forget(Purpose);
                Notice = "Your phone number is verified. Sign in to go on.";
                return SeeOther(LinkTo("/account/login"));
            case CodeVerification.Refused { Error: var error }:
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
