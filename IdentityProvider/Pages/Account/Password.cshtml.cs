using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Account;

/// <summary>A new password for the current one.</summary>
public sealed class PasswordModel(SignedInPerson people, Passwords passwords) : AccountPage(people)
{
    [BindProperty]
    public string? CurrentPassword { get; set; }

    [BindProperty]
    public string? NewPassword { get; set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        switch (await passwords.ChangeAsync(Person.User.Id, CurrentPassword, NewPassword, Person.SessionId, RequestSource.Of(HttpContext), Aborted))
        {
            case PasswordOutcome.Changed:
                Notice = "Your password is changed, and you are signed out everywhere else.";
                return SeeOther(Url.Content("~/account/password"));
            case PasswordOutcome.Refused { Error: var error }:
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
