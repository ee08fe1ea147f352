using System.Text.Json.Nodes;

namespace IdentityProvider.Protocol.Profiles;

/// <summary>What the provider knows about its users. The host supplies it.</summary>
public interface IProfileService
{
    /// <summary>
    /// The user's claims, of the types asked for and no others, each in its standard JSON type (OIDC Core 5.1).
    /// A claim without a value is left out. Null: there is no such user.
    /// </summary>
    ValueTask<JsonObject?> GetClaimsAsync(string subject, IReadOnlyCollection<string> claimTypes, CancellationToken cancellationToken);

    /// <summary>
    /// Whether tokens of this user still count: the user exists and is active, and the session, where one is named,
    /// has not been ended. A session that merely ran out has not been ended.
    /// </summary>
    ValueTask<bool> IsActiveAsync(string subject, string? sessionId, CancellationToken cancellationToken);
}
