using System.Text.Json;
using IdentityProvider.Protocol.Tokens;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Grants;

/// <summary>What users have allowed clients, remembered until it is withdrawn or runs out. One consent a user and client.</summary>
public sealed class Consents(IPersistedGrantStore store, Revocations revocations, IOptions<ProtocolOptions> options, TimeProvider time)
{
    /// <summary>
    /// The <see cref="PersistedGrant.Data"/> of a consent that counts no more, though its user has not taken it back: they are asked again. Until then the
    /// client stays in the list of those that they can take back from what it was given.
    /// </summary>
    public const string Nothing = "[]";

    /// <summary>The scopes the user has allowed this client; empty: none.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string subject, string clientId, CancellationToken cancellationToken) =>
        await store.FindAsync(PersistedGrantTypes.Consent, KeyOf(subject, clientId), cancellationToken) is { } consent ? ScopesOf(consent) : [];

    /// <summary>All consents of a user, the newest first; without scopes those that count no more.</summary>
    public async Task<IReadOnlyList<Consent>> ListAsync(string subject, CancellationToken cancellationToken)
    {
        var grants = await store.ListAsync(new PersistedGrantFilter { Type = PersistedGrantTypes.Consent, Subject = subject }, cancellationToken);
        return [.. grants.Select(grant => new Consent(grant.ClientId, ScopesOf(grant), grant.CreatedAt, grant.ExpiresAt))];
    }

    /// <summary>Remembers these beside what was allowed before.</summary>
    public async Task AddAsync(string subject, string clientId, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var all = (await FindAsync(subject, clientId, cancellationToken)).Union(scopes).ToList();
        await store.StoreAsync(new PersistedGrant
        {
            Type = PersistedGrantTypes.Consent,
            Key = KeyOf(subject, clientId),
            ClientId = clientId,
            Subject = subject,
            CreatedAt = now,
            ExpiresAt = now + options.Value.ConsentLifetime,
            Data = JsonSerializer.Serialize(all),
        }, cancellationToken);
    }

    /// <summary>Forgets the consent, and takes back what the client was given because of it (RFC 9700 4.14.2).</summary>
    public async Task WithdrawAsync(string subject, string clientId, CancellationToken cancellationToken)
    {
        await store.RemoveAsync(PersistedGrantTypes.Consent, KeyOf(subject, clientId), cancellationToken);
        // Without the consent nobody sees any more that there is something left to take back.
        await revocations.RevokeClientAsync(subject, clientId, CancellationToken.None);
    }

    private static List<string> ScopesOf(PersistedGrant consent) => JsonSerializer.Deserialize<List<string>>(consent.Data)!;

    private static string KeyOf(string subject, string clientId) => RandomHandle.Hash($"{subject}\n{clientId}");
}

/// <summary>A remembered consent.</summary>
public sealed record Consent(string ClientId, IReadOnlyList<string> Scopes, DateTimeOffset GivenAt, DateTimeOffset ExpiresAt);
