using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Stores;

/// <summary>The standard scopes, the provider's own, and those of the configured files and of the database.</summary>
internal sealed class ResourceStore(ClientCatalog catalog) : IResourceStore
{
    public ValueTask<Resources> GetAsync(CancellationToken cancellationToken) => new(catalog.Current.Resources);
}
