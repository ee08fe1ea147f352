using IdentityProvider.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Account;

/// <summary>The account at a glance, and the mail to confirm the address once more.</summary>
public sealed class IndexModel(SignedInPerson people, EmailConfirmation confirmation) : AccountPage(people)
{
    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await confirmation.SendAsync(Person.User.Id, Aborted) is EmailOutcome.Refused { Error: var error })
            return await RefuseAsync(error);
        Notice = "The mail is on its way. The link in it works once.";
        return SeeOther(Url.Content("~/account"));
    }
}
