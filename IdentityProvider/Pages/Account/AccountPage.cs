using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Pages.Account;

/// <summary>A page about the account that is signed in; anybody else signs in first and comes back.</summary>
public abstract class AccountPage(SignedInPerson people) : HostedPage
{
    public Person Person { get; private set; } = null!;

    protected override async Task<IActionResult?> EnterAsync()
    {
        if (await people.FindAsync(HttpContext) is not { } person)
            return SeeOther(QueryHelpers.AddQueryString(Url.Content("~/account/login"), "returnUrl", Request.PathBase + Request.Path));
        Person = person;
        return null;
    }
}
