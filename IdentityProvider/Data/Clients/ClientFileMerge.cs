using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Clients;

/// <summary>Puts files together and judges the whole: names are unique over all files, and a client may name a scope that another file declares.</summary>
internal sealed class ClientFileMerge(bool anyHttp)
{
    private readonly List<string> _errors = [];
    private readonly Dictionary<string, Client> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ApiScope> _scopes = ProviderScopes.All.ToDictionary(scope => scope.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, ApiResource> _apis = new(StringComparer.Ordinal);

    /// <summary>Everything that is wrong, one line each, naming file, entry and member.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <param name="files">The configured files.</param>
    /// <param name="demo">The demo set, which gives way to a configured entry of the same name; null: none.</param>
    public ConfiguredClients Merge(IReadOnlyList<ClientFile> files, ClientFile? demo)
    {
        List<ClientFile> all = demo is null ? [.. files] : [.. files, demo];
        foreach (var file in all)
        {
            _errors.AddRange(file.Errors);
            AddScopes(file, yields: file == demo);
            AddApis(file, yields: file == demo);
        }

        CheckApiScopes(all);
        var resources = new Resources(StandardScopes.All, _scopes.Values, _apis.Values);
        foreach (var file in all)
            AddClients(file, resources, yields: file == demo);
        return new ConfiguredClients(_clients.Values, resources);
    }

    private void AddScopes(ClientFile file, bool yields)
    {
        foreach (var scope in file.Scopes)
        {
            // RFC 6749 3.3: printable ASCII without space, quote and backslash.
            if (scope.Name.Length is 0 or > 200 || !scope.Name.All(character => character is > ' ' and <= '~' and not ('"' or '\\')))
                _errors.Add($"{file.Path}: scope \"{scope.Name}\": name: must be 1 to 200 printable ASCII characters without space, quote and backslash");
            else if (scope.Name == StandardScopes.OfflineAccess || StandardScopes.All.Any(standard => standard.Name == scope.Name))
                _errors.Add($"{file.Path}: scope \"{scope.Name}\": name: is a scope of OpenID Connect");
            else if (!_scopes.TryAdd(scope.Name, scope) && !yields)
                _errors.Add($"{file.Path}: scope \"{scope.Name}\": name: is there already");
        }
    }

    private void AddApis(ClientFile file, bool yields)
    {
        foreach (var api in file.Apis)
        {
            if (api.Name.Length is 0 or > 200)
                _errors.Add($"{file.Path}: API \"{api.Name}\": name: must be 1 to 200 characters");
            else if (!_apis.TryAdd(api.Name, api.ToResource()) && !yields)
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
            _errors.AddRange(ClientRules.Check(client, hasSecret, resources.Knows, anyHttp).Select(wrong => $"{where}: {wrong}"));

            // Both authenticate at introspection, by these names.
            if (resources.FindApi(client.ClientId) is not null)
                _errors.Add($"{where}: client_id: is the name of an API");
            else if (!_clients.TryAdd(client.ClientId, client) && !yields)
                _errors.Add($"{where}: client_id: is there already");
        }
    }
}
