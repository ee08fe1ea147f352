using IdentityProvider.Accounts;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Pages.Forms;
using IdentityProvider.Pages.SignUp;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignIn;

/// <summary>Whatever the policy lets people sign in with, and the password.</summary>
public sealed class LoginModel(Accounts.SignIn signIn, BrowserSession browser, SignedInPerson people, ProofPages proofs, AccountPolicy policy) : HostedPage
{
    /// <summary>A phone number or an e-mail address, as typed.</summary>
    [BindProperty]
    public string? Identifier { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Shows the form to somebody who is signed in: they want to use another account.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Another { get; set; }

    /// <summary>Shows the form to somebody who is signed in: what they are about to do wants a sign-in of this moment.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Fresh { get; set; }

    /// <summary>Somebody is signed in, and is asked again all the same.</summary>
    public bool Again { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var signedIn = await browser.FindAsync(HttpContext) is not null;
        if (signedIn && !Another && !Fresh && Pending?.Reauthenticate != true)
            return Continue();
        Again = signedIn && !Another;
        Identifier = Pending?.LoginHint ?? (Fresh ? (await people.FindAsync(HttpContext))?.Identifier : null);
        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Identifier))
            ModelState.AddModelError(nameof(Identifier), IdentifierWords.Missing(policy.Identifiers));
        if (string.IsNullOrEmpty(Password))
            ModelState.AddModelError(nameof(Password), "Enter your password.");
        if (!ModelState.IsValid)
            return await ShowAgainAsync();
        var place = new SignInPlace(RequestSource.Of(HttpContext), TrustedDevice: browser.TrustedDevice(HttpContext));
        switch (await signIn.WithPasswordAsync(Identifier, Password, place, Aborted))
        {
            case SignInOutcome.Authenticated { User: var user, Amr: var amr }:
                return await browser.SignInAsync(HttpContext, user, amr, Aborted) is SessionStart.Refused elsewhere
                    ? await RefuseAsync(elsewhere.Error)
                    : Continue();
            case SignInOutcome.NotVerified unverified:
                Notice = $"One thing first: prove that this {IdentifierWords.Noun(unverified.Channel)} is yours.";
                return SeeOther(LinkTo(await proofs.OfAsync(unverified, this, Aborted)));
            case SignInOutcome.Refused { Error: var error }:
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }

    /// <summary>Gives up: the app is told that nobody signs in.</summary>
    public async Task<IActionResult> OnPostCancelAsync()
    {
        await DenyAsync();
        return Continue();
    }
}
