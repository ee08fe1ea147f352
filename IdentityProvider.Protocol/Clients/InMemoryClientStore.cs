using System.Collections.Frozen;

namespace IdentityProvider.Protocol.Clients;

/// <summary>Clients that are known when the provider starts.</summary>
public sealed class InMemoryClientStore : IClientStore
{
    private readonly FrozenDictionary<string, Client> _clients;
    private readonly FrozenSet<string> _origins;

    public InMemoryClientStore(IEnumerable<Client> clients)
    {
        _clients = clients.ToFrozenDictionary(client => client.ClientId);
        _origins = _clients.Values.Where(client => client.Enabled).SelectMany(OriginsOf).ToFrozenSet();
    }

    public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) => new(_clients.GetValueOrDefault(clientId));

    public ValueTask<bool> AllowsOriginAsync(string origin, CancellationToken cancellationToken) => new(_origins.Contains(origin));

    private static IEnumerable<string> OriginsOf(Client client) =>
        client.AllowedCorsOrigins.Concat(client.RedirectUris.Where(uri => uri.StartsWith("http", StringComparison.Ordinal)).Select(uri => new Uri(uri).GetLeftPart(UriPartial.Authority)));
}
