using IdentityProvider.Protocol.Grants;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>
/// Takes back what was issued. Stored tokens are removed; of JWTs, which are stored nowhere, it is written down that
/// they no longer count, for as long as they might live.
/// </summary>
public sealed class Revocations(IPersistedGrantStore store, LiveTokens live, IOptions<ProtocolOptions> options, TimeProvider time)
{
    /// <summary>No access token lives longer (see <see cref="ProtocolOptions.AccessTokenLifetime"/>).</summary>
    private static readonly TimeSpan LongestAccessToken = TimeSpan.FromDays(1);

    internal static IReadOnlyList<string> KeysOf(AccessToken token) =>
        token.GrantId is { } grantId ? [KeyOfGrant(grantId), KeyOfToken(token.TokenId)] : [KeyOfToken(token.TokenId)];

    /// <summary>Everything that this client was given in the name of this user.</summary>
    public async Task RevokeClientAsync(string subject, string clientId, CancellationToken cancellationToken)
    {
        var grants = await store.ListAsync(new PersistedGrantFilter { Subject = subject, ClientId = clientId }, cancellationToken);
        foreach (var grantId in grants.Select(grant => grant.GrantId).OfType<string>().Distinct())
            await RevokeGrantAsync(grantId, clientId, cancellationToken);
    }

    /// <summary>
    /// Whether the authorization has been revoked. To be asked after a successor was stored: the revocation is written
    /// before the grants are removed, so a successor that the removal could not see yet finds it here.
    /// </summary>
    internal Task<bool> IsGrantRevokedAsync(string grantId, CancellationToken cancellationToken) =>
        store.AnyAsync(PersistedGrantTypes.Revocation, [KeyOfGrant(grantId)], cancellationToken);

    /// <summary>Everything that came of one authorization.</summary>
    public async Task RevokeGrantAsync(string grantId, string clientId, CancellationToken cancellationToken)
    {
        // As long as a refresh token that escaped the removal might wait to be used.
        var idle = options.Value.RefreshTokenIdleLifetime;
        await WriteAsync(KeyOfGrant(grantId), clientId, idle > LongestAccessToken ? idle : LongestAccessToken, cancellationToken);
        await store.RemoveAsync(new PersistedGrantFilter { GrantId = grantId }, cancellationToken);
        live.Forget(grantId);
    }

    /// <summary>One access token that is a JWT.</summary>
    public async Task RevokeTokenAsync(AccessToken token, CancellationToken cancellationToken)
    {
        await WriteAsync(KeyOfToken(token.TokenId), token.ClientId, LongestAccessToken, cancellationToken);
        live.Forget(token.TokenId);
    }

    private Task WriteAsync(string key, string clientId, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return store.StoreAsync(new PersistedGrant
        {
            Type = PersistedGrantTypes.Revocation,
            Key = key,
            ClientId = clientId,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
            Data = "{}",
        }, cancellationToken);
    }

    private static string KeyOfGrant(string grantId) => RandomHandle.Hash("grant:" + grantId);

    private static string KeyOfToken(string tokenId) => RandomHandle.Hash("token:" + tokenId);
}
