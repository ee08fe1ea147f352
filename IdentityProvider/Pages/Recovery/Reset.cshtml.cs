using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Recovery;

/// <summary>The code from the SMS first; the proof that it brings then permits exactly one new password.</summary>
public sealed class ResetModel(Passwords passwords, OneTimeCodes codes, CodeMemory memory, TimeProvider clock) : CodePage(codes, memory, clock)
{
    [BindProperty]
    public string? NewPassword { get; set; }

    public override string Path => "/account/reset";

    public bool HasProof => Current?.Proof is not null;

    protected override string Purpose => CodePurposes.ResetPassword;

    public async Task<IActionResult> OnPostPasswordAsync()
    {
        ModelState.Clear();
        if (Current?.Proof is not { } proof)
            return SeeOther(LinkTo("/account/forgot"));
        switch (await passwords.ResetAsync(proof, NewPassword, RequestSource.Of(HttpContext), Aborted))
        {
            case PasswordOutcome.Changed:
                Memory.Forget(Purpose);
                Notice = "Your password is changed. Sign in with the new one.";
                return SeeOther(LinkTo("/account/login"));
            case PasswordOutcome.Refused { Error: var error }:
                if (error.Errors is null)
                    StartAgain();
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }

    protected override async Task<IActionResult> RedeemAsync(CodeInProgress current, string code)
    {
        switch (await Codes.VerifyAsync(current.Phone, Purpose, code, current.Ticket.RememberToken, RequestSource.Of(HttpContext), Aborted))
        {
            case CodeVerification.Verified { VerifyToken: var proof }:
                Memory.Keep(current with { Proof = proof });
                return SeeOther(LinkTo(Path));
            case CodeVerification.Refused { Error: var error }:
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
