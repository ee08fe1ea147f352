using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Jose;
using IdentityProvider.Protocol.Keys;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>Reads access tokens of ours, be they JWTs or references.</summary>
public sealed class AccessTokenReader(KeyRing keys, IPersistedGrantStore store, IssuerProvider issuer, TimeProvider time)
{
    /// <summary>The keys that signatures are checked with now.</summary>
    internal KeySet Keys => keys.Keys;

    /// <summary>A reference is base64url, which has no dot.</summary>
    internal static bool IsJwt(string token) => token.Contains('.');

    /// <summary>What it says, where we have issued it; whether it still counts is another question.</summary>
    internal async ValueTask<AccessToken?> ReadAsync(string token, CancellationToken cancellationToken) =>
        IsJwt(token) ? ReadJwt(token) : await FindReferenceAsync(token, cancellationToken);

    internal AccessToken? ReadJwt(string token) =>
        JwtReader.Read(token, AccessToken.JwtType, keys) is { } claims ? AccessToken.Read(claims) : null;

    /// <summary>Whether it is by this issuer and within its lifetime.</summary>
    internal bool IsCurrent(AccessToken token) => token.Issuer == issuer.Current && token.ExpiresAt > time.GetUtcNow();

    private async ValueTask<AccessToken?> FindReferenceAsync(string token, CancellationToken cancellationToken) =>
        await store.FindAsync(PersistedGrantTypes.ReferenceToken, RandomHandle.Hash(token), cancellationToken) is { } grant
        && JsonNode.Parse(grant.Data) is JsonObject claims
            ? AccessToken.Read(claims)
            : null;
}
