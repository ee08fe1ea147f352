using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Pages;

/// <summary>Finds who is signed in in this browser.</summary>
public sealed class SignedInPerson(IBrowserSession browser, ProviderDbContext db, AccountPolicy policy)
{
    public async Task<Person?> FindAsync(HttpContext http)
    {
        if (await browser.FindAsync(http) is not { } session || !Guid.TryParse(session.Subject, out var id))
            return null;
        return await db.Users.FindAsync([id], http.RequestAborted) is { } user ? new Person(user, session.SessionId, IdentifierOf(user)) : null;
    }

    private string IdentifierOf(User user) =>
        (policy.SignInWithPhone ? user.PhoneNumber ?? user.Email : user.Email ?? user.PhoneNumber) ?? "";
}
