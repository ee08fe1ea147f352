namespace IdentityProvider.Protocol.Scopes;

/// <summary>Where scopes and APIs come from. The host supplies it.</summary>
public interface IResourceStore
{
    /// <summary>The catalogue as it is now. Called for every request: answer from memory.</summary>
    ValueTask<Resources> GetAsync(CancellationToken cancellationToken);
}
