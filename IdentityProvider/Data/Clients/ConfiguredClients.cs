using System.Collections.Frozen;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Clients;

/// <summary>The clients, scopes and APIs of all files together, judged; unchanging.</summary>
internal sealed class ConfiguredClients
{
    private readonly FrozenDictionary<string, Client> _clients;
    private readonly FrozenSet<string> _origins;

    public ConfiguredClients(IEnumerable<Client> clients, Resources resources)
    {
        _clients = clients.ToFrozenDictionary(client => client.ClientId, StringComparer.Ordinal);
        _origins = _clients.Values
            .Where(client => client.Enabled)
            .SelectMany(client => client.AllowedCorsOrigins.Concat(client.RedirectUris))
            .Select(Origins.Of)
            .OfType<string>()
            .ToFrozenSet(StringComparer.Ordinal);
        Resources = resources;
    }

    public Resources Resources { get; }

    public int Count => _clients.Count;

    public Client? Find(string clientId) => _clients.GetValueOrDefault(clientId);

    public bool AllowsOrigin(string origin) => _origins.Contains(origin);
}
