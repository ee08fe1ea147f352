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
    /// The user, where tokens of theirs still count: they exist and are active, and the session, where one is named,
    /// has not been ended; else null. A session that merely ran out has not been ended.
    /// </summary>
    ValueTask<ActiveUser?> FindActiveAsync(string subject, string? sessionId, CancellationToken cancellationToken);
}

/// <summary>A user whose tokens count.</summary>
/// <param name="Roles">The names of their roles, if the host has any.</param>
public sealed record ActiveUser(IReadOnlyList<string> Roles);
