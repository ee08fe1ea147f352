using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Sessions;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>What a user has authorized a client to do: the common root of the tokens that come from one authorization.</summary>
internal sealed record TokenGrant
{
    public required Client Client { get; init; }

    /// <summary>The family: what is revoked together.</summary>
    public required string GrantId { get; init; }

    public required UserSession Session { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public RequestedClaims Claims { get; init; } = RequestedClaims.None;

    /// <summary>Goes into the first ID token, and into none that comes of a refresh (OIDC Core 12.2).</summary>
    public string? Nonce { get; init; }
}
