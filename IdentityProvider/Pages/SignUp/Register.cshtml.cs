using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignUp;

/// <summary>A new account. What is asked for, and what is right, the account policy says.</summary>
public sealed class RegisterModel(Registration registration, BrowserSession browser, ProofPages proofs, AccountPolicy policy) : HostedPage
{
    /// <summary>For whoever has registered and is not signed in by it.</summary>
    public const string MadeSentence = "Your account is made. Sign in to go on.";

    [BindProperty]
    public string? FullName { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? DateOfBirth { get; set; }

    [BindProperty]
    public string? Gender { get; set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var request = new RegistrationRequest(Phone, Email, Password, FullName) { DateOfBirth = DateOfBirth, Gender = Gender };
        return await registration.RegisterAsync(request, RequestSource.Of(HttpContext), Aborted) switch
        {
            RegistrationOutcome.Registered done => await GoOnAsync(done),
            RegistrationOutcome.Refused { Error: var error } => await RefuseAsync(error),
            _ => throw new InvalidOperationException("There is no other outcome."),
        };
    }

    protected override async Task<IActionResult?> EnterAsync() =>
        await base.EnterAsync() ?? (policy.RegisterWithCode ? SeeOther(LinkTo("/account/register/code")) : null);

    /// <summary>Signed in at once, or first to where they prove what they have given.</summary>
    private async Task<IActionResult> GoOnAsync(RegistrationOutcome.Registered done)
    {
        var provesEmailOnly = policy.VerifiedBeforeSignIn == Channels.Email;
        var phonePage = done is { User.PhoneNumber: { } phone, Code: { } ticket } ? proofs.OfPhone(phone, ticket) : null;
        if (policy.TokensAtRegistration)
        {
            if (await browser.SignInAsync(HttpContext, done.User, AuthenticationMethods.Password, Aborted) is SessionStart.Started)
                return Continue();
        }
        else if (phonePage is not null && !provesEmailOnly)
        {
            return SeeOther(LinkTo(phonePage));
        }
        else if (done.User is { Email: { } email, Id: var id })
        {
            return SeeOther(LinkTo(proofs.OfEmail(id, email, this)));
        }

        Notice = MadeSentence;
        return SeeOther(LinkTo("/account/login"));
    }
}
