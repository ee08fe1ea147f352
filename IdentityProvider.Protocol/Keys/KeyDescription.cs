namespace IdentityProvider.Protocol.Keys;

/// <summary>What a key that signs for others does now, and what comes. Nothing of it is secret.</summary>
/// <param name="KeyId">The <c>kid</c>.</param>
/// <param name="Algorithm"><c>RS256</c> or <c>ES256</c>.</param>
/// <param name="State">One of <see cref="KeyStates"/>.</param>
/// <param name="CreatedAt">When it was made, and published.</param>
/// <param name="SignsFrom">From when it signs.</param>
/// <param name="ReplacedAt">From when the next one signs in its place; while there is none yet, as it is planned.</param>
/// <param name="RetiresAt">When it is published no longer.</param>
public sealed record KeyDescription(
    string KeyId, string Algorithm, string State, DateTimeOffset CreatedAt, DateTimeOffset SignsFrom, DateTimeOffset ReplacedAt, DateTimeOffset RetiresAt);

/// <summary>What a key does: values of <see cref="KeyDescription.State"/>.</summary>
public static class KeyStates
{
    /// <summary>Published, so that clients know it when it signs.</summary>
    public const string Announced = "announced";

    public const string Signing = "signing";

    /// <summary>Published as long as something that it signed may still be valid.</summary>
    public const string Retiring = "retiring";

    public static IReadOnlyList<string> All { get; } = [Announced, Signing, Retiring];
}
