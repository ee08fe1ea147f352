using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Jose;
using IdentityProvider.Protocol.Keys;
using IdentityProvider.Protocol.Profiles;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>Decides whether an access token of ours is good, now: not only what it says, but whether what it stands on still stands.</summary>
public sealed class AccessTokenValidator(
    KeyRing keys, IPersistedGrantStore store, IClientStore clients, IProfileService profiles, IssuerProvider issuer, TimeProvider time)
{
    /// <summary>
    /// The token's content, where it is ours, within its lifetime, not revoked, its client enabled, its user active and
    /// their session not ended; else null.
    /// </summary>
    /// <param name="token">The token as it came.</param>
    /// <param name="audience">Who asks; null: whoever it is meant for.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async ValueTask<AccessToken?> ValidateAsync(string token, string? audience, CancellationToken cancellationToken)
    {
        var content = token.Contains('.') ? ReadJwt(token) : await FindReferenceAsync(token, cancellationToken);
        if (content is null || content.Issuer != issuer.Current || content.ExpiresAt <= time.GetUtcNow())
            return null;
        if (audience is not null && !content.Audiences.Contains(audience))
            return null;
        if (await clients.FindAsync(content.ClientId, cancellationToken) is not { Enabled: true })
            return null;
        if (await store.AnyAsync(PersistedGrantTypes.Revocation, Revocations.KeysOf(content), cancellationToken))
            return null;
        if (content.HasUser && !await profiles.IsActiveAsync(content.Subject, content.SessionId, cancellationToken))
            return null;
        return content;
    }

    /// <summary>The access token's content from its signature alone, for revoking it.</summary>
    internal AccessToken? ReadJwt(string token) =>
        JwtReader.Read(token, AccessToken.JwtType, keys) is { } claims ? AccessToken.Read(claims) : null;

    private async ValueTask<AccessToken?> FindReferenceAsync(string token, CancellationToken cancellationToken) =>
        await store.FindAsync(PersistedGrantTypes.ReferenceToken, RandomHandle.Hash(token), cancellationToken) is { } grant
        && JsonNode.Parse(grant.Data) is JsonObject claims
            ? AccessToken.Read(claims)
            : null;
}
