using System.Text.Json;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data.Clients;

/// <summary>What administrators have registered, as the database had it at this version.</summary>
internal sealed record RegistryRows(
    long Version, IReadOnlyList<CatalogEntry<Client>> Clients, IReadOnlyList<CatalogEntry<ApiScope>> Scopes, IReadOnlyList<CatalogEntry<ApiResource>> Apis)
{
    /// <summary>Nobody has looked yet.</summary>
    public static RegistryRows None { get; } = new(-1, [], [], []);

    /// <summary>Entries that can't be read, by kind and name; they are as if they were not there.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    public static async Task<long> ReadVersionAsync(ProviderDbContext db, CancellationToken cancellationToken) =>
        await db.RegistryState.Select(state => state.Version).SingleAsync(cancellationToken);

    public static async Task<RegistryRows> ReadAsync(ProviderDbContext db, CancellationToken cancellationToken)
    {
        // The version first: what is written meanwhile is then seen twice rather than never.
        var version = await ReadVersionAsync(db, cancellationToken);
        var entries = await db.RegistryEntries.AsNoTracking().ToListAsync(cancellationToken);
        var secrets = (await db.RegistrySecrets.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(secret => (secret.Kind, secret.Owner));

        var unreadable = new List<string>();
        return new RegistryRows(
            version,
            Of(entries, RegistryKinds.Client, entry => RegistryContent.ToClient(entry, secrets[(entry.Kind, entry.Name)]), unreadable),
            Of(entries, RegistryKinds.Scope, RegistryContent.ToScope, unreadable),
            Of(entries, RegistryKinds.Resource, entry => RegistryContent.ToApi(entry, secrets[(entry.Kind, entry.Name)]), unreadable))
        {
            Unreadable = unreadable,
        };
    }

    private static List<CatalogEntry<T>> Of<T>(List<RegistryEntry> entries, string kind, Func<RegistryEntry, CatalogEntry<T>> read, List<string> unreadable)
    {
        var result = new List<CatalogEntry<T>>();
        foreach (var entry in entries.Where(entry => entry.Kind == kind))
        {
            try
            {
                result.Add(read(entry));
            }
            catch (JsonException)
            {
                unreadable.Add($"{kind} \"{entry.Name}\"");
            }
        }

        return result;
    }
}
