using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Profiles;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>An access token that is good.</summary>
/// <param name="Content">What it says.</param>
/// <param name="User">Whom it speaks for; null where no user takes part.</param>
public sealed record GoodToken(AccessToken Content, ActiveUser? User);

/// <summary>Decides whether an access token of ours is good, now: not only what it says, but whether what it stands on still stands.</summary>
public sealed class AccessTokenValidator(
    AccessTokenReader reader, LiveTokens live, IPersistedGrantStore store, IClientStore clients, IProfileService profiles, TimeProvider time)
{
    /// <summary>
    /// The token, where it is ours, within its lifetime, not revoked, its client enabled, its user active and
    /// their session not ended; else null. What it stands on was looked at no longer ago than
    /// <see cref="ProtocolOptions.LivenessCheckInterval"/>.
    /// </summary>
    /// <param name="token">The token as it came.</param>
    /// <param name="audience">Who asks; null: whoever it is meant for.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async ValueTask<GoodToken?> ValidateAsync(string token, string? audience, CancellationToken cancellationToken)
    {
        // With other keys the signature is looked at anew: the one that it was made with may be gone, because somebody else has it.
        var keys = reader.Keys;
        var known = live.Find(token) is { } found && ReferenceEquals(found.Keys, keys) ? found : null;
        var checkedAt = time.GetTimestamp();
        var content = known?.Found.Content ?? await reader.ReadAsync(token, cancellationToken);
        if (content is null || !reader.IsCurrent(content) || (audience is not null && !content.Audiences.Contains(audience)))
            return null;
        if (await clients.FindAsync(content.ClientId, cancellationToken) is not { Enabled: true } client || IsOfFormerClient(content, client))
            return null;
        if (known is not null && live.IsFresh(known))
            return known.Found;

        if (await LookAsync(token, content, known is not null, cancellationToken) is not { } good)
            return null;
        live.Remember(token, good, checkedAt, keys);
        return good;
    }

    private static bool IsOfFormerClient(AccessToken token, Client client) => client.IssuedAt is { } since && token.ClientSince != since.ToUnixTimeMilliseconds();

    private async ValueTask<GoodToken?> LookAsync(string token, AccessToken content, bool wasKnown, CancellationToken cancellationToken)
    {
        // A reference that is known from before may have been removed since.
        if (wasKnown && !AccessTokenReader.IsJwt(token) && await reader.ReadAsync(token, cancellationToken) is null)
            return null;
        if (await store.AnyAsync(PersistedGrantTypes.Revocation, Revocations.KeysOf(content), cancellationToken))
            return null;
        if (!content.HasUser)
            return new GoodToken(content, User: null);
        return await profiles.FindActiveAsync(content.Subject, content.SessionId, cancellationToken) is { } user ? new GoodToken(content, user) : null;
    }
}
