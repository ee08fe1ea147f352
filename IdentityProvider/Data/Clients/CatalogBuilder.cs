using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Clients;

/// <summary>
/// Puts the catalogue together: what is built in, then the files, then the database, each of which gives way to what is there already. Files are
/// judged as a whole: names are unique over all files, and a client may name a scope that another file declares.
/// </summary>
internal sealed class CatalogBuilder(bool anyHttp)
{
    private readonly List<string> _errors = [];
    private readonly List<string> _shadowed = [];
    private readonly Dictionary<string, CatalogEntry<Client>> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CatalogEntry<ApiResource>> _apis = new(StringComparer.Ordinal);

    private readonly Dictionary<string, CatalogEntry<ApiScope>> _scopes = ProviderScopes.All.ToDictionary(
        scope => scope.Name, scope => new CatalogEntry<ApiScope>(scope.Name, scope, EntrySource.BuiltIn), StringComparer.Ordinal);

    /// <summary>Everything that is wrong with the files, one line each, naming file, entry and member.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <param name="files">The configured files.</param>
    /// <param name="demo">The demo set, which gives way to a configured entry of the same name; null: none.</param>
    public CatalogBuilder AddFiles(IReadOnlyList<ClientFile> files, ClientFile? demo)
    {
        List<ClientFile> all = demo is null ? [.. files] : [.. files, demo];
        foreach (var file in all)
        {
            _errors.AddRange(file.Errors);
            AddScopes(file, yields: file == demo);
            AddApis(file, yields: file == demo);
        }

        CheckApiScopes(all);
        var knownScopes = Build().Resources;
        foreach (var file in all)
            AddClients(file, knownScopes, yields: file == demo);
        return this;
    }

    /// <summary>They were judged when they were written.</summary>
    public CatalogBuilder AddRegistered(RegistryRows rows)
    {
        foreach (var scope in rows.Scopes)
        {
            if (!_scopes.TryAdd(scope.Name, scope))
                _shadowed.Add($"scope \"{scope.Name}\"");
        }

        foreach (var api in rows.Apis)
        {
            if (_clients.ContainsKey(api.Name) || !_apis.TryAdd(api.Name, api))
                _shadowed.Add($"API \"{api.Name}\"");
        }

        foreach (var client in rows.Clients)
        {
            // Both authenticate at introspection, by these names.
            if (_apis.ContainsKey(client.Name) || !_clients.TryAdd(client.Name, client))
                _shadowed.Add($"client \"{client.Name}\"");
        }

        return this;
    }

    public CatalogSnapshot Build() => new(_clients, _scopes, _apis) { Shadowed = [.. _shadowed] };

    private void AddScopes(ClientFile file, bool yields)
    {
        foreach (var scope in file.Scopes)
        {
            if (ScopeRules.CheckName(scope.Name) is { } wrong)
                _errors.Add($"{file.Path}: scope \"{scope.Name}\": name: {wrong}");
            else if (!_scopes.TryAdd(scope.Name, new(scope.Name, scope, EntrySource.File)) && !yields)
                _errors.Add($"{file.Path}: scope \"{scope.Name}\": name: is there already");
        }
    }

    private void AddApis(ClientFile file, bool yields)
    {
        foreach (var api in file.Apis)
        {
            if (api.Name.Length is 0 or > 200)
                _errors.Add($"{file.Path}: API \"{api.Name}\": name: must be 1 to 200 characters");
            else if (!_apis.TryAdd(api.Name, new(api.Name, api.ToResource(), EntrySource.File)) && !yields)
                _errors.Add($"{file.Path}: API \"{api.Name}\": name: is there already");
        }
    }

    private void CheckApiScopes(List<ClientFile> files)
    {
        foreach (var file in files)
            foreach (var api in file.Apis)
                foreach (var scope in api.Scopes.Where(scope => !_scopes.ContainsKey(scope)))
                    _errors.Add($"{file.Path}: API \"{api.Name}\": scopes: \"{scope}\" is not declared under \"{ClientFileMembers.Scopes}\"");
    }

    private void AddClients(ClientFile file, Resources resources, bool yields)
    {
        foreach (var (client, hasSecret) in file.Clients)
        {
            var where = $"{file.Path}: client \"{client.ClientId}\"";
            _errors.AddRange(ClientRules.Check(client, hasSecret, resources.Knows, anyHttp).Select(wrong => $"{where}: {wrong.Member}: {wrong.Sentence}"));

            if (resources.FindApi(client.ClientId) is not null)
                _errors.Add($"{where}: client_id: is the name of an API");
            else if (!_clients.TryAdd(client.ClientId, new(client.ClientId, client, EntrySource.File)) && !yields)
                _errors.Add($"{where}: client_id: is there already");
        }
    }
}
