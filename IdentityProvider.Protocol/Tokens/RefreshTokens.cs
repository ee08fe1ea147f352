using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Keys;
using IdentityProvider.Protocol.Sessions;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>
/// Refresh tokens: one use each. What comes back a second time is a retry, within the grace, and gets the same
/// successor; later it is theft, and the family dies (RFC 9700 4.14.2).
/// </summary>
internal sealed class RefreshTokens(IPersistedGrantStore store, KeyRing keys, IOptions<ProtocolOptions> options, TimeProvider time)
{
    /// <summary>The first of a family, and the handle that the client gets. It still has to be stored.</summary>
    public (string Handle, PersistedGrant Grant) CreateFirst(TokenGrant grant)
    {
        var handle = RandomHandle.Create();
        var now = time.GetUtcNow();
        var lifetime = grant.Client.RefreshTokenLifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : options.Value.RefreshTokenLifetime;
        var content = new Content(grant.Scopes, grant.Session, grant.Claims, now + lifetime);
        return (handle, ToPersisted(handle, grant.Client.ClientId, grant.GrantId, content, now));
    }

    /// <summary>What a refresh token stands for, used or not; null where there is none for this client.</summary>
    public async Task<TokenGrant?> FindAsync(string handle, Client client, CancellationToken cancellationToken) =>
        await store.FindAsync(PersistedGrantTypes.RefreshToken, RandomHandle.Hash(handle), cancellationToken) is { } found && found.ClientId == client.ClientId
            ? ToGrant(found, client)
            : null;

    public async Task<Rotation> RotateAsync(string presented, Client client, CancellationToken cancellationToken)
    {
        // The successor follows from the token presented and a key that only the server has, so that a retry can be
        // given the same one although hashes alone are stored.
        var successor = Derive(keys.CurrentMacKey(), presented);
        var now = time.GetUtcNow();
        var taken = await store.TakeAsync(
            PersistedGrantTypes.RefreshToken,
            RandomHandle.Hash(presented),
            client.ClientId,
            old => ToPersisted(successor, old.ClientId, old.GrantId!, Read(old), now),
            cancellationToken);
        return taken is not null
            ? new Rotation.Rotated(ToGrant(taken, client), successor)
            : await JudgeSecondUseAsync(presented, client, cancellationToken);
    }

    private async Task<Rotation> JudgeSecondUseAsync(string presented, Client client, CancellationToken cancellationToken)
    {
        var used = await store.FindAsync(PersistedGrantTypes.RefreshToken, RandomHandle.Hash(presented), cancellationToken);
        if (used is not { ConsumedAt: { } usedAt } || used.ClientId != client.ClientId)
            return new Rotation.Unknown();

        if (time.GetUtcNow() - usedAt <= options.Value.RefreshTokenGrace)
        {
            // The key may have rotated between the two uses.
            foreach (var key in keys.Keys.Mac.OrderByDescending(key => key.ActiveFrom))
            {
                var successor = Derive(key, presented);
                if (await store.FindAsync(PersistedGrantTypes.RefreshToken, RandomHandle.Hash(successor), cancellationToken) is not null)
                    return new Rotation.Rotated(ToGrant(used, client), successor);
            }
        }

        return new Rotation.Reused(used.GrantId!, used.Subject!);
    }

    private static string Derive(MacKey key, string presented) =>
        Base64Url.EncodeToString(key.Compute(Encoding.UTF8.GetBytes("refresh_token:" + presented)));

    private PersistedGrant ToPersisted(string handle, string clientId, string grantId, Content content, DateTimeOffset now)
    {
        var idle = now + options.Value.RefreshTokenIdleLifetime;
        return new PersistedGrant
        {
            Type = PersistedGrantTypes.RefreshToken,
            Key = RandomHandle.Hash(handle),
            ClientId = clientId,
            Subject = content.Session.Subject,
            SessionId = content.Session.SessionId,
            GrantId = grantId,
            CreatedAt = now,
            ExpiresAt = idle < content.FamilyExpiresAt ? idle : content.FamilyExpiresAt,
            Data = JsonSerializer.Serialize(content, JsonFormat.Options),
        };
    }

    private static TokenGrant ToGrant(PersistedGrant persisted, Client client)
    {
        var content = Read(persisted);
        return new TokenGrant { Client = client, GrantId = persisted.GrantId!, Session = content.Session, Scopes = content.Scopes, Claims = content.Claims };
    }

    private static Content Read(PersistedGrant persisted) => JsonSerializer.Deserialize<Content>(persisted.Data, JsonFormat.Options)!;

    private sealed record Content(IReadOnlyList<string> Scopes, UserSession Session, RequestedClaims Claims, DateTimeOffset FamilyExpiresAt);
}

/// <summary>What presenting a refresh token came to.</summary>
internal abstract record Rotation
{
    private Rotation() { }

    /// <summary>It was good, and this is the next one.</summary>
    public sealed record Rotated(TokenGrant Grant, string Successor) : Rotation;

    /// <summary>There is none such for this client.</summary>
    public sealed record Unknown : Rotation;

    /// <summary>It was used before, and not just now.</summary>
    public sealed record Reused(string GrantId, string Subject) : Rotation;
}
