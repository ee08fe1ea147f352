namespace IdentityProvider.Protocol.Grants;

/// <summary>Where grants are kept. The host supplies it; it must be durable and shared by all nodes.</summary>
public interface IPersistedGrantStore
{
    /// <summary>Stores it, in place of one of the same type and key.</summary>
    Task StoreAsync(PersistedGrant grant, CancellationToken cancellationToken);

    /// <summary>The grant of that type and key, taken or not; null where there is none or it has expired.</summary>
    Task<PersistedGrant?> FindAsync(string type, string key, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a grant, once. In one transaction: one statement marks it consumed if it is of that client, not consumed
    /// and not expired, so that of any number of callers at most one wins; then <paramref name="successor"/> is called
    /// with what was taken, and what it returns (null: nothing) is stored. Null: it was not there to be taken.
    /// </summary>
    Task<PersistedGrant?> TakeAsync(
        string type, string key, string clientId, Func<PersistedGrant, PersistedGrant?> successor, CancellationToken cancellationToken);

    /// <summary>Whether at least one of these exists and has not expired.</summary>
    Task<bool> AnyAsync(string type, IReadOnlyList<string> keys, CancellationToken cancellationToken);

    /// <summary>Those that match and have not expired, the newest first.</summary>
    Task<IReadOnlyList<PersistedGrant>> ListAsync(PersistedGrantFilter filter, CancellationToken cancellationToken);

    /// <summary>Removes those that match, taken or not.</summary>
    Task RemoveAsync(PersistedGrantFilter filter, CancellationToken cancellationToken);

    /// <summary>Removes the one of that type and key, if it is there.</summary>
    Task RemoveAsync(string type, string key, CancellationToken cancellationToken);

    /// <summary>Removes at most <paramref name="most"/> that have expired; returns how many.</summary>
    Task<int> RemoveExpiredAsync(int most, CancellationToken cancellationToken);
}
