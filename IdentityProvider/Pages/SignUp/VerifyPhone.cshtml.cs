using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignUp;

/// <summary>Proves a phone number after registration, and again when the proof has grown old.</summary>
public sealed class VerifyPhoneModel(OneTimeCodes codes, CodeMemory memory, SignedInPerson people, PhoneRules phones, TimeProvider clock)
    : CodePage(codes, memory, clock)
{
    public override string Path => "/account/verify-phone";

    protected override string Purpose => CodePurposes.VerifyPhone;

    // Whoever is signed in proves their own number, whoever else claims it.
    protected override async Task<CodeOutcome> AskAsync(string phone, string? rememberToken) =>
        await people.FindAsync(HttpContext) is { User: { PhoneNumber: { } own } user } && phones.Find(phone) == own
            ? await Codes.RequestForOwnerAsync(user.Id, Purpose, RequestSource.Of(HttpContext), Aborted)
            : await base.AskAsync(phone, rememberToken);

    protected override async Task<IActionResult> RedeemAsync(CodeInProgress current, string code)
    {
        switch (await Codes.VerifyAsync(current.Phone, Purpose, code, current.Ticket.RememberToken, RequestSource.Of(HttpContext), Aborted))
        {
            case CodeVerification.Verified:
                Memory.Forget(Purpose);
                if (await people.FindAsync(HttpContext) is not null)
                {
                    Notice = "Your phone number is verified.";
                    return Continue();
                }

                Notice = "Your phone number is verified. Sign in to go on.";
                return SeeOther(LinkTo("/account/login"));
            case CodeVerification.Refused { Error: var error }:
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
