using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Account;

/// <summary>A page about the account that is signed in; anybody else signs in first and comes back.</summary>
public abstract class AccountPage(SignedInPerson people) : HostedPage
{
    public Person Person { get; private set; } = null!;

    protected override async Task<IActionResult?> EnterAsync()
    {
        if (await people.FindAsync(HttpContext) is not { } person)
            return SignInFirst();
        Person = person;
        return null;
    }
}
