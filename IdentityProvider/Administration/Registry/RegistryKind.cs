using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Administration.Registry;

/// <summary>What is particular to one kind of what is registered.</summary>
/// <param name="Name">One of <see cref="RegistryKinds"/>.</param>
/// <param name="NotFound">The refusal where there is none of that name.</param>
/// <param name="Find">Looks it up in a catalogue.</param>
/// <param name="Read">Reads it from its rows.</param>
/// <param name="Write">Its content, as it stands in the database and in the audit trail.</param>
internal sealed record RegistryKind<T>(
    string Name,
    AccountError NotFound,
    Func<CatalogSnapshot, string, CatalogEntry<T>?> Find,
    Func<RegistryEntry, IEnumerable<RegistrySecret>, CatalogEntry<T>> Read,
    Func<T, JsonObject> Write);

/// <summary>The kinds there are.</summary>
internal static class RegistryKind
{
    public static RegistryKind<Client> Client { get; } = new(
        RegistryKinds.Client, RegistryErrors.ClientNotFound, (catalog, id) => catalog.FindClient(id), RegistryContent.ToClient, RegistryContent.ToJson);

    public static RegistryKind<ApiScope> Scope { get; } = new(
        RegistryKinds.Scope, RegistryErrors.ScopeNotFound, (catalog, name) => catalog.FindScope(name), (entry, _) => RegistryContent.ToScope(entry), RegistryContent.ToJson);

    public static RegistryKind<ApiResource> Resource { get; } = new(
        RegistryKinds.Resource, RegistryErrors.ResourceNotFound, (catalog, name) => catalog.FindApi(name), RegistryContent.ToApi, RegistryContent.ToJson);
}
