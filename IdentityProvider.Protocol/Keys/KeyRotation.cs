using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Jose;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Keys;

/// <summary>
/// Makes the first keys, and goes on making them: a key is announced (published, not yet signing), signs from its
/// <see cref="StoredKey.ActiveFrom"/> on, and retires when nothing it signed can still be valid.
/// </summary>
internal sealed class KeyRotation(KeyRing ring, ISigningKeyStore store, IOptions<ProtocolOptions> options, TimeProvider time, ILogger<KeyRotation> logger)
    : BackgroundService
{
    // How soon a node sees that a key was rotated at another one: a leaked key must not go on signing there.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    // How often it looks whether a key is due. Far shorter than any announcement.
    private static readonly TimeSpan RotationInterval = TimeSpan.FromMinutes(5);

    /// <summary>Loads or makes the keys before the first request is answered; a key that can't be read stops the start.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RotateAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        var (rotatedAt, isAway) = (time.GetUtcNow(), false);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (rotatedAt + RotationInterval > time.GetUtcNow())
                {
                    await ring.ReloadAsync(stoppingToken);
                }
                else
                {
                    await RotateAsync(stoppingToken);
                    rotatedAt = time.GetUtcNow();
                }

                isAway = false;
            }
            catch (Exception reason) when (!stoppingToken.IsCancellationRequested)
            {
                // Once for each time that it fails, not every second.
                if (!isAway)
                    logger.KeyRotationFailed(reason);
                isAway = true;
            }
        }
    }

    internal async Task RotateAsync(CancellationToken cancellationToken)
    {
        var keys = await ring.ReloadAsync(cancellationToken);
        var now = time.GetUtcNow();
        var changed = false;
        foreach (var algorithm in SigningAlgorithms.OfKeys)
        {
            var generations = keys.Stored.Where(key => key.Algorithm == algorithm).OrderBy(key => key.Generation).ToList();
            if (Next(algorithm, generations.LastOrDefault(), now) is { } next)
            {
                // False: another node was first, and its key is the one that counts.
                if (await store.TryAddAsync(next, cancellationToken))
                    logger.KeyCreated(next.Algorithm, next.KeyId, next.ActiveFrom);
                changed = true;
            }

            foreach (var retired in generations.Zip(generations.Skip(1)).Where(pair => pair.Second.ActiveFrom + options.Value.KeyRetirement <= now).Select(pair => pair.First))
            {
                await store.RemoveAsync(retired.KeyId, cancellationToken);
                logger.KeyRetired(retired.Algorithm, retired.KeyId);
                changed = true;
            }
        }

        if (changed)
            await ring.ReloadAsync(cancellationToken);
    }

    private StoredKey? Next(string algorithm, StoredKey? newest, DateTimeOffset now)
    {
        if (newest is null)
            return Create(algorithm, 1, now, now);

        var announcement = options.Value.KeyAnnouncement;
        var due = newest.ActiveFrom + options.Value.KeyLifetime;
        if (now < due - announcement)
            return null;
        // After a long sleep the date has passed: clients still get the whole announcement.
        var activeFrom = due > now + announcement ? due : now + announcement;
        return Create(algorithm, newest.Generation + 1, now, activeFrom);
    }

    internal StoredKey Create(string algorithm, int generation, DateTimeOffset now, DateTimeOffset activeFrom)
    {
        var secret = algorithm == SigningAlgorithms.HS256 ? MacKey.Generate() : SigningKey.Generate(algorithm);
        return new StoredKey(RandomHandle.Create()[..16], algorithm, generation, now, activeFrom, ring.Protect(secret));
    }
}
