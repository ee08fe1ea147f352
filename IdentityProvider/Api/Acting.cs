using System.Security.Claims;
using IdentityProvider.Accounts;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Authentication;

namespace IdentityProvider.Api;

/// <summary>Who acts on other people's accounts or on what is registered, behind an authorization policy.</summary>
internal sealed record Acting(Actor Actor)
{
    /// <summary>Called by the framework for a handler's parameter. The roles are the database's, as <see cref="Caller.Roles"/> says, not the token's.</summary>
    public static ValueTask<Acting?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(Of(context.User, context) is { } actor ? new Acting(actor) : null);

    /// <summary>Who acts, at an address that takes anybody; null: there is no token with that scope, or it is not valid.</summary>
    public static async Task<Actor?> FindAsync(HttpContext http)
    {
        var result = await http.AuthenticateAsync(BearerAuthentication.SchemeName);
        return result.Principal is { } principal && principal.HasClaim("scope", Authentication.Users) ? Of(principal, http) : null;
    }

    private static Actor? Of(ClaimsPrincipal principal, HttpContext http)
    {
        var roles = http.RequestServices.GetRequiredService<AccountRoles>();
        if (Caller.Of(principal) is { } caller)
            return roles.ActorOf(caller.UserId, caller.SessionId, caller.Roles);
        // RFC 9068 2.2: no user takes part.
        return principal.FindFirstValue("client_id") is { } clientId ? roles.ActorOf(clientId) : null;
    }
}
