using System.Collections.Frozen;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Clients;

/// <summary>The clients, scopes and APIs of all files and of the database together; unchanging.</summary>
internal sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<string, CatalogEntry<Client>> _clients;
    private readonly FrozenDictionary<string, CatalogEntry<ApiScope>> _scopes;
    private readonly FrozenDictionary<string, CatalogEntry<ApiResource>> _apis;
    private readonly FrozenSet<string> _origins;

    public CatalogSnapshot(
        IReadOnlyDictionary<string, CatalogEntry<Client>> clients,
        IReadOnlyDictionary<string, CatalogEntry<ApiScope>> scopes,
        IReadOnlyDictionary<string, CatalogEntry<ApiResource>> apis)
    {
        _clients = clients.ToFrozenDictionary(StringComparer.Ordinal);
        _scopes = scopes.ToFrozenDictionary(StringComparer.Ordinal);
        _apis = apis.ToFrozenDictionary(StringComparer.Ordinal);
        _origins = _clients.Values
            .Select(entry => entry.Value)
            .Where(client => client.Enabled)
            .SelectMany(client => client.AllowedCorsOrigins.Concat(client.RedirectUris))
            .Select(Origins.Of)
            .OfType<string>()
            .ToFrozenSet(StringComparer.Ordinal);
        Resources = new Resources(StandardScopes.All, _scopes.Values.Select(entry => entry.Value), _apis.Values.Select(entry => entry.Value));
    }

    public Resources Resources { get; }

    public IReadOnlyList<CatalogEntry<Client>> Clients => _clients.Values;

    /// <summary>The scopes of APIs, the provider's own among them.</summary>
    public IReadOnlyList<CatalogEntry<ApiScope>> Scopes => _scopes.Values;

    public IReadOnlyList<CatalogEntry<ApiResource>> Apis => _apis.Values;

    /// <summary>What the database has and does not count, since a file has the name too.</summary>
    public IReadOnlyList<string> Shadowed { get; init; } = [];

    public CatalogEntry<Client>? FindClient(string clientId) => _clients.GetValueOrDefault(clientId);

    public CatalogEntry<ApiScope>? FindScope(string name) => _scopes.GetValueOrDefault(name);

    public CatalogEntry<ApiResource>? FindApi(string name) => _apis.GetValueOrDefault(name);

    /// <summary>The API of a file that understands the scope: nothing that is registered is given its tokens. Null: no file says that of one.</summary>
    public CatalogEntry<ApiResource>? FindFileApiOf(string scope) =>
        _apis.Values.FirstOrDefault(api => api.Source == EntrySource.File && api.Value.Scopes.Contains(scope));

    public bool AllowsOrigin(string origin) => _origins.Contains(origin);
}
