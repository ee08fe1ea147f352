namespace IdentityProvider.Protocol.Keys;

/// <summary>Where the provider's keys are kept. The host supplies it; it must be durable and shared by all nodes.</summary>
public interface ISigningKeyStore
{
    /// <summary>All keys that have not been removed.</summary>
    Task<IReadOnlyList<StoredKey>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key; false, and nothing is written, where its algorithm already has that generation.</summary>
    Task<bool> TryAddAsync(StoredKey key, CancellationToken cancellationToken);

    /// <summary>Has a key sign from another time on; false, and nothing is written, where its time is not <paramref name="from"/> (any more).</summary>
    Task<bool> TryMoveAsync(string keyId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Removes a key that has retired, or that nobody may trust any more.</summary>
    Task RemoveAsync(string keyId, CancellationToken cancellationToken);
}
