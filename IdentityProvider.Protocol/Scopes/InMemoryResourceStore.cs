namespace IdentityProvider.Protocol.Scopes;

/// <summary>Scopes and APIs that are known when the provider starts.</summary>
public sealed class InMemoryResourceStore(Resources resources) : IResourceStore
{
    public ValueTask<Resources> GetAsync(CancellationToken cancellationToken) => new(resources);
}
