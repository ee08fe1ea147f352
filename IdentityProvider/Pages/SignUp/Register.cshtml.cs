using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignUp;

/// <summary>A new account. What is asked for, and what is right, the account policy says.</summary>
public sealed class RegisterModel(Registration registration, CodeMemory codes) : HostedPage
{
    [BindProperty]
    public string? FullName { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var request = new RegistrationRequest(Phone, Email, Password, FullName);
        switch (await registration.RegisterAsync(request, Aborted))
        {
            case RegistrationOutcome.Registered { User.PhoneNumber: { } phone, Code: { } ticket }:
                codes.Keep(new CodeInProgress(CodePurposes.VerifyPhone, phone, ticket));
                return SeeOther(LinkTo("/account/verify-phone"));
            case RegistrationOutcome.Registered:
                Notice = "Your account is made. Follow the link that was mailed to you, then sign in.";
                return SeeOther(LinkTo("/account/login"));
            case RegistrationOutcome.Refused { Error: var error }:
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
