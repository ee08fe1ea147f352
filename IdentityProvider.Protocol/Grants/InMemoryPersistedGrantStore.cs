namespace IdentityProvider.Protocol.Grants;

/// <summary>For tests and first steps: forgets everything with the process, and knows of no other node.</summary>
public sealed class InMemoryPersistedGrantStore(TimeProvider time) : IPersistedGrantStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Type, string Key), PersistedGrant> _grants = [];

    public Task StoreAsync(PersistedGrant grant, CancellationToken cancellationToken)
    {
        lock (_gate)
            _grants[(grant.Type, grant.Key)] = grant;
        return Task.CompletedTask;
    }

    public Task<PersistedGrant?> FindAsync(string type, string key, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_grants.GetValueOrDefault((type, key)) is { } grant && IsLive(grant) ? grant : null);
    }

    public Task<PersistedGrant?> TakeAsync(
        string type, string key, string clientId, Func<PersistedGrant, PersistedGrant?> successor, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_grants.TryGetValue((type, key), out var grant) || grant.ConsumedAt is not null || grant.ClientId != clientId || !IsLive(grant))
                return Task.FromResult<PersistedGrant?>(null);

            var taken = grant with { ConsumedAt = time.GetUtcNow() };
            if (successor(taken) is { } next)
                _grants[(next.Type, next.Key)] = next;
            _grants[(type, key)] = taken;
            return Task.FromResult<PersistedGrant?>(taken);
        }
    }

    public Task<bool> AnyAsync(string type, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(keys.Any(key => _grants.TryGetValue((type, key), out var grant) && IsLive(grant)));
    }

    public Task<IReadOnlyList<PersistedGrant>> ListAsync(PersistedGrantFilter filter, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<PersistedGrant>>([.. _grants.Values.Where(grant => Matches(grant, filter) && IsLive(grant)).OrderByDescending(grant => grant.CreatedAt)]);
    }

    public Task RemoveAsync(PersistedGrantFilter filter, CancellationToken cancellationToken) =>
        RemoveWhere(grant => Matches(grant, filter), int.MaxValue);

    public Task RemoveAsync(string type, string key, CancellationToken cancellationToken)
    {
        lock (_gate)
            _grants.Remove((type, key));
        return Task.CompletedTask;
    }

    public Task<int> RemoveExpiredAsync(int most, CancellationToken cancellationToken) => RemoveWhere(grant => !IsLive(grant), most);

    private Task<int> RemoveWhere(Func<PersistedGrant, bool> condition, int most)
    {
        lock (_gate)
        {
            var doomed = _grants.Where(entry => condition(entry.Value)).Take(most).Select(entry => entry.Key).ToList();
            doomed.ForEach(key => _grants.Remove(key));
            return Task.FromResult(doomed.Count);
        }
    }

    private bool IsLive(PersistedGrant grant) => grant.ExpiresAt > time.GetUtcNow();

    private static bool Matches(PersistedGrant grant, PersistedGrantFilter filter) =>
        filter != new PersistedGrantFilter()
        && (filter.Type is null || filter.Type == grant.Type)
        && (filter.Subject is null || filter.Subject == grant.Subject)
        && (filter.SessionId is null || filter.SessionId == grant.SessionId)
        && (filter.ClientId is null || filter.ClientId == grant.ClientId)
        && (filter.GrantId is null || filter.GrantId == grant.GrantId);
}
