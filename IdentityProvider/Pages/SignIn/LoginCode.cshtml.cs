using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignIn;

/// <summary>A code by SMS instead of the password.</summary>
public sealed class LoginCodeModel(
    Accounts.SignIn signIn, BrowserSession browser, AccountPolicy policy, OneTimeCodes codes, CodeMemory memory, TimeProvider clock)
    : CodePage(codes, memory, clock)
{
    public override string Path => "/account/login/code";

    protected override string Purpose => CodePurposes.SignIn;

    protected override async Task<IActionResult?> EnterAsync() =>
        await base.EnterAsync() ?? (policy.SignInWithCode ? null : NotFound());

    protected override async Task<IActionResult> RedeemAsync(CodeInProgress current, string code)
    {
        switch (await signIn.WithCodeAsync(current.Phone, code, current.Ticket.RememberToken, new SignInPlace(RequestSource.Of(HttpContext)), Aborted))
        {
            case SignInOutcome.Authenticated { User: var user, Amr: var amr }:
                // The code is used up, whatever comes now.
                StartAgain();
                return await browser.SignInAsync(HttpContext, user, amr, Aborted) is SessionStart.Refused elsewhere
                    ? await RefuseAsync(elsewhere.Error)
                    : Continue();
            case SignInOutcome.Refused { Error: var error }:
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("A code that was right has proven the phone.");
        }
    }
}
