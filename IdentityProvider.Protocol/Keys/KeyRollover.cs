using IdentityProvider.Protocol.Jose;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Keys;

/// <summary>What having another key sign came to.</summary>
public abstract record RolloverOutcome
{
    private RolloverOutcome() { }

    /// <summary>It signs from <see cref="KeyDescription.SignsFrom"/> on.</summary>
    /// <param name="Next">The key that is to sign.</param>
    /// <param name="Previous">The one that signed; null: there was none.</param>
    /// <param name="Removed">Keys that are gone: nothing that they signed verifies any more.</param>
    public sealed record Done(KeyDescription Next, string? Previous, IReadOnlyList<string> Removed) : RolloverOutcome;

    /// <summary>Somebody has just done it.</summary>
    public sealed record UnderWay(KeyDescription Next) : RolloverOutcome;
}

/// <summary>
/// Has another key sign before its time. The server's own key for keyed hashes is not among them: codes and links that are out could not be
/// redeemed, and nothing that it makes is shown to anybody who could misuse it.
/// </summary>
public sealed class KeyRollover
{
    private readonly KeyRing _ring;
    private readonly KeyRotation _rotation;
    private readonly ISigningKeyStore _store;
    private readonly ProtocolOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<KeyRollover> _logger;

    internal KeyRollover(
        KeyRing ring, KeyRotation rotation, ISigningKeyStore store, IOptions<ProtocolOptions> options, TimeProvider time, ILogger<KeyRollover> logger) =>
        (_ring, _rotation, _store, _options, _time, _logger) = (ring, rotation, store, options.Value, time, logger);

    /// <summary>The algorithms whose keys can be rotated: those that sign for others.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = [SigningAlgorithms.RS256, SigningAlgorithms.ES256];

    /// <summary>The keys as the store has them now.</summary>
    public async Task<IReadOnlyList<KeyDescription>> ListAsync(CancellationToken cancellationToken)
    {
        await _ring.ReloadAsync(cancellationToken);
        return _ring.Describe();
    }

    /// <summary>
    /// The next key signs once every client that caches the key set as long as it may has seen it. The old one is published on, as
    /// after any rotation, so that what it signed verifies as long as it may.
    /// </summary>
    /// <param name="algorithm">One of <see cref="Algorithms"/>.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task<RolloverOutcome> RotateAsync(string algorithm, CancellationToken cancellationToken)
    {
        var (keys, now) = (await _ring.ReloadAsync(cancellationToken), _time.GetUtcNow());
        var soon = now + _options.MetadataCacheLifetime;
        if (Newest(keys, algorithm) is not { } newest)
            return await AddAsync(keys, algorithm, now, signsFrom: now, cancellationToken);
        if (newest.ActiveFrom <= now)
            return await AddAsync(keys, algorithm, now, signsFrom: soon, cancellationToken);

        // One is announced already: it signs sooner. Of two who move it, one finds it moved.
        return newest.ActiveFrom > soon && await _store.TryMoveAsync(newest.KeyId, newest.ActiveFrom, soon, cancellationToken)
            ? await DoneAsync(keys, newest, now, cancellationToken)
            : await UnderWayAsync(algorithm, cancellationToken);
    }

    /// <summary>For a key that somebody else may have: a new one signs now, and all others are gone from the key set, announced ones too.</summary>
    /// <param name="algorithm">One of <see cref="Algorithms"/>.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task<RolloverOutcome> ReplaceAsync(string algorithm, CancellationToken cancellationToken)
    {
        var (keys, now) = (await _ring.ReloadAsync(cancellationToken), _time.GetUtcNow());
        if (await AddAsync(keys, algorithm, now, signsFrom: now, cancellationToken) is not RolloverOutcome.Done done)
            return await UnderWayAsync(algorithm, cancellationToken);
        var others = keys.Stored.Where(key => key.Algorithm == algorithm).Select(key => key.KeyId).ToList();
        foreach (var other in others)
        {
            await _store.RemoveAsync(other, cancellationToken);
            _logger.KeyRemoved(algorithm, other);
        }

        await _ring.ReloadAsync(cancellationToken);
        return done with { Removed = others };
    }

    private async Task<RolloverOutcome> AddAsync(
        KeySet keys, string algorithm, DateTimeOffset now, DateTimeOffset signsFrom, CancellationToken cancellationToken)
    {
        var next = _rotation.Create(algorithm, (Newest(keys, algorithm)?.Generation ?? 0) + 1, now, signsFrom);
        if (!await _store.TryAddAsync(next, cancellationToken))
            return await UnderWayAsync(algorithm, cancellationToken);
        _logger.KeyCreated(next.Algorithm, next.KeyId, next.ActiveFrom);
        return await DoneAsync(keys, next, now, cancellationToken);
    }

    private async Task<RolloverOutcome> DoneAsync(KeySet before, StoredKey next, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var previous = before.Stored.Any(key => key.Algorithm == next.Algorithm) ? before.Active(next.Algorithm, now).KeyId : null;
        // It is gone again where somebody has replaced it in this very moment.
        return (await ListAsync(cancellationToken)).FirstOrDefault(key => key.KeyId == next.KeyId) is { } description
            ? new RolloverOutcome.Done(description, previous, [])
            : await UnderWayAsync(next.Algorithm, cancellationToken);
    }

    private async Task<RolloverOutcome> UnderWayAsync(string algorithm, CancellationToken cancellationToken) =>
        new RolloverOutcome.UnderWay((await ListAsync(cancellationToken)).Last(key => key.Algorithm == algorithm));

    private static StoredKey? Newest(KeySet keys, string algorithm) =>
        keys.Stored.Where(key => key.Algorithm == algorithm).MaxBy(key => key.Generation);
}
