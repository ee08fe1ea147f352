using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Data.Stores;

/// <summary>The clients of the configured files and of the database.</summary>
internal sealed class ClientStore(ClientCatalog catalog) : IClientStore
{
    public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) => new(catalog.Current.FindClient(clientId)?.Value);

    public ValueTask<bool> AllowsOriginAsync(string origin, CancellationToken cancellationToken) => new(catalog.Current.AllowsOrigin(origin));
}
