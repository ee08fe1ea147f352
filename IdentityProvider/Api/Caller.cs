using System.Security.Claims;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Authentication;

namespace IdentityProvider.Api;

/// <summary>Whose access token it is.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">The session it was issued in.</param>
/// <param name="Roles">
/// The user's roles in the database, at most <see cref="Protocol.ProtocolOptions.LivenessCheckInterval"/> old and not known to have changed.
/// </param>
internal sealed record Caller(Guid UserId, string? SessionId, IReadOnlyList<string> Roles)
{
    /// <summary>Called by the framework for a handler's parameter, behind an authorization policy.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context.User));

    /// <summary>The caller of an address that takes anybody; null: there is no token with that scope, or it is not valid.</summary>
    public static async Task<Caller?> FindAsync(HttpContext http)
    {
        var result = await http.AuthenticateAsync(BearerAuthentication.SchemeName);
        return result.Principal is { } principal && principal.HasClaim("scope", Authentication.OwnAccount) ? Of(principal) : null;
    }

    internal static Caller? Of(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue("sub"), out var userId)
            ? new Caller(userId, principal.FindFirstValue("sid"), [.. principal.FindAll("role").Select(claim => claim.Value)])
            : null;
}
