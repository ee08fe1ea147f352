using System.ComponentModel.DataAnnotations;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignIn;

/// <summary>Phone (or e-mail, where the policy says so) and password.</summary>
public sealed class LoginModel(Accounts.SignIn signIn, BrowserSession browser, OneTimeCodes codes, CodeMemory memory, AccountPolicy policy) : HostedPage
{
    /// <summary>The identifier. It is called phone because that is what it is by default.</summary>
    [BindProperty]
    [Required(ErrorMessage = "Enter your phone number.")]
    public string? Phone { get; set; }

    [BindProperty]
    [Required(ErrorMessage = "Enter your password.")]
    public string? Password { get; set; }

    /// <summary>Shows the form to somebody who is signed in: they want to use another account.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Another { get; set; }

    /// <summary>Somebody is signed in, and is asked again all the same.</summary>
    public bool Again { get; private set; }

    public string IdentifierLabel => (policy.SignInWithPhone, policy.SignInWithEmail) switch
    {
        (true, true) => "Phone number or e-mail",
        (false, true) => "E-mail",
        _ => "Phone number",
    };

    public async Task<IActionResult> OnGetAsync()
    {
        var signedIn = await browser.FindAsync(HttpContext) is not null;
        if (signedIn && !Another && Pending?.Reauthenticate != true)
            return Continue();
        Again = signedIn && !Another;
        Phone = Pending?.LoginHint;
        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return await ShowAgainAsync();
        switch (await signIn.WithPasswordAsync(Phone!, Password!, RequestSource.Of(HttpContext), browser.TrustedDevice(HttpContext), Aborted))
        {
            case SignInOutcome.Authenticated { User: var user, Amr: var amr }:
                return await browser.SignInAsync(HttpContext, user, amr, Aborted) is SessionStart.Refused elsewhere
                    ? await RefuseAsync(elsewhere.Error)
                    : Continue();
            case SignInOutcome.NotVerified { Phone: var phone, UserId: var userId }:
                var ticket = await codes.ResumeVerificationAsync(userId, phone, Aborted);
                memory.Keep(new CodeInProgress(CodePurposes.VerifyPhone, phone, ticket));
                Notice = "One thing first: prove that this phone number is yours.";
                return SeeOther(LinkTo("/account/verify-phone"));
            case SignInOutcome.Refused { Error: var error }:
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
