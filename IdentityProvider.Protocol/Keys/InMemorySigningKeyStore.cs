namespace IdentityProvider.Protocol.Keys;

/// <summary>For tests and first steps: every start makes new keys, and what the old ones signed stops verifying.</summary>
public sealed class InMemorySigningKeyStore : ISigningKeyStore
{
    private readonly Lock _gate = new();
    private readonly List<StoredKey> _keys = [];

    public Task<IReadOnlyList<StoredKey>> LoadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<StoredKey>>([.. _keys]);
    }

    public Task<bool> TryAddAsync(StoredKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_keys.Any(other => other.Algorithm == key.Algorithm && other.Generation == key.Generation))
                return Task.FromResult(false);
            _keys.Add(key);
            return Task.FromResult(true);
        }
    }

    public Task<bool> TryMoveAsync(string keyId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var at = _keys.FindIndex(key => key.KeyId == keyId && key.ActiveFrom == from);
            if (at >= 0)
                _keys[at] = _keys[at] with { ActiveFrom = to };
            return Task.FromResult(at >= 0);
        }
    }

    public Task RemoveAsync(string keyId, CancellationToken cancellationToken)
    {
        lock (_gate)
            _keys.RemoveAll(key => key.KeyId == keyId);
        return Task.CompletedTask;
    }
}
