using System.Collections.Concurrent;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Keys;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>
/// Remembers access tokens that were found good, and whom they speak for, so that the next request with one costs neither
/// a signature nor a look into the database. What a token stands on is looked at anew after <see cref="ProtocolOptions.LivenessCheckInterval"/>,
/// and at once where the host says by <see cref="Forget"/> that it has changed.
/// </summary>
public sealed class LiveTokens(IOptions<ProtocolOptions> options, TimeProvider time) : IDisposable
{
    private const int MostTokens = 20_000;

    private readonly MemoryCache _tokens = new(new MemoryCacheOptions { SizeLimit = MostTokens });
    private readonly ConcurrentDictionary<string, long> _changes = new(StringComparer.Ordinal);
    private long _lastSweep;

    /// <summary>
    /// Tokens of this user, session, grant or token id (<c>sub</c>, <c>sid</c>, <c>grant_id</c>, <c>jti</c>) are looked at
    /// anew when they come next. Call it after the change is committed.
    /// </summary>
    public void Forget(string id)
    {
        var now = time.GetTimestamp();
        _changes[id] = now;

        // A change matters only to checks that are older, and those count for no longer than the interval.
        var interval = options.Value.LivenessCheckInterval;
        var lastSweep = Volatile.Read(ref _lastSweep);
        if (time.GetElapsedTime(lastSweep, now) <= interval || Interlocked.CompareExchange(ref _lastSweep, now, lastSweep) != lastSweep)
            return;
        foreach (var (known, changedAt) in _changes)
        {
            if (time.GetElapsedTime(changedAt, now) > interval)
                _changes.TryRemove(new(known, changedAt));
        }
    }

    /// <summary>What was found, where it was found good before. Null: never, or forgotten meanwhile.</summary>
    internal Known? Find(string token) => _tokens.Get<Known>(RandomHandle.Hash(token));

    /// <summary>Whether what the token stands on was looked at recently and has not changed since.</summary>
    internal bool IsFresh(Known known) =>
        time.GetElapsedTime(known.CheckedAt) < options.Value.LivenessCheckInterval && !IdsOf(known.Found.Content).Any(id => _changes.TryGetValue(id, out var changedAt) && changedAt >= known.CheckedAt);

    /// <param name="token">The token as it came.</param>
    /// <param name="found">What it says, and whom it speaks for.</param>
    /// <param name="checkedAt">The time stamp before the look, so that a change during it counts as one after it.</param>
    /// <param name="keys">The keys that its signature was checked with.</param>
    internal void Remember(string token, GoodToken found, long checkedAt, KeySet keys) =>
        _tokens.Set(RandomHandle.Hash(token), new Known(found, checkedAt, keys), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = found.Content.ExpiresAt });

    public void Dispose() => _tokens.Dispose();

    private static IEnumerable<string> IdsOf(AccessToken token)
    {
        yield return token.Subject;
        yield return token.TokenId;
        if (token.SessionId is not null)
            yield return token.SessionId;
        if (token.GrantId is not null)
            yield return token.GrantId;
    }

    internal sealed record Known(GoodToken Found, long CheckedAt, KeySet Keys);
}
