using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Pages;

/// <summary>Finds who is signed in in this browser.</summary>
public sealed class SignedInPerson(IBrowserSession browser, ProviderDbContext db)
{
    public async Task<Person?> FindAsync(HttpContext http)
    {
        if (await browser.FindAsync(http) is not { } session || !Guid.TryParse(session.Subject, out var id))
            return null;
        return await db.Users.FindAsync([id], http.RequestAborted) is { } user ? new Person(user, session.SessionId) : null;
    }
}
