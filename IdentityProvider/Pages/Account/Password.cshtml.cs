using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Account;

/// <summary>A new password for the current one, or after a code by SMS, as the policy says.</summary>
public sealed class PasswordModel(
    SignedInPerson people, Passwords passwords, AccountPolicy policy, OneTimeCodes codes, CodeMemory memory, TimeProvider clock)
    : OwnerCodePage(people, codes, memory, clock)
{
    [BindProperty]
    public string? CurrentPassword { get; set; }

    [BindProperty]
    public string? NewPassword { get; set; }

    public bool ByCode => policy.ChangePasswordWithCode;

    public override string Path => "/account/password";

    protected override string Purpose => CodePurposes.ChangePassword;

    public async Task<IActionResult> OnPostChangeAsync()
    {
        ModelState.Clear();
        if (ByCode && !HasProof)
            return SeeOther(LinkTo(Path));
        switch (await ChangeAsync())
        {
            case PasswordOutcome.Changed:
                StartAgain();
                Notice = "Your password is changed, and you are signed out everywhere else.";
                return SeeOther(LinkTo(Path));
            case PasswordOutcome.Refused { Error: var error }:
                if (ByCode && error.Errors is null)
                    StartAgain();
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }

    private Task<PasswordOutcome> ChangeAsync()
    {
        var source = RequestSource.Of(HttpContext);
        return ByCode
            ? passwords.ChangeWithCodeAsync(Person.User.Id, Current?.Proof, NewPassword, Person.SessionId, source, Aborted)
            : passwords.ChangeAsync(Person.User.Id, CurrentPassword, NewPassword, Person.SessionId, source, Aborted);
    }
}
