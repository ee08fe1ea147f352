using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Failures;

/// <summary>One try with a password: the keys under which a failure counts.</summary>
/// <param name="Local">Identifier and network, or identifier and trusted device.</param>
/// <param name="Global">Identifier, from wherever; null: a trusted device, which strangers' failures don't concern.</param>
public sealed record LoginAttempt(string Local, string? Global);

/// <summary>
/// Counts wrong passwords by identifier and source network, so that a stranger can't lock anybody out elsewhere. A limit
/// far higher holds for the identifier from everywhere. Identifiers that nobody has are counted alike.
/// </summary>
public sealed class LoginFailures(ProviderDbContext db, TrustedDevices devices, AccountPolicy policy, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    // After so long without a wrong password the next lock is as short as the first.
    private static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    public LoginAttempt Attempt(string identifier, RequestSource source, string? trustedDevice, IEnumerable<User> accounts)
    {
        var hash = RandomHandle.Hash(identifier);
        return devices.Read(trustedDevice) is { } mark && accounts.Any(account => account.Id == mark.UserId)
            ? new LoginAttempt($"{hash}|device:{mark.Device}", Global: null)
            : new LoginAttempt($"{hash}|{SourceNetwork.Of(source.Address)}", $"{hash}|*");
    }

    public async Task<bool> IsLockedAsync(LoginAttempt attempt, CancellationToken cancellationToken) =>
        await LockedForAsync(attempt, cancellationToken) is not null;

    /// <summary>How long the lock still lasts; null: there is none.</summary>
    public async Task<TimeSpan?> LockedForAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = await db.LoginFailures
            .Where(row => (row.Key == attempt.Local || row.Key == attempt.Global) && row.LockedUntil > now)
            .MaxAsync(row => row.LockedUntil, cancellationToken);
        return until - now;
    }

    /// <summary>A wrong password.</summary>
    public async Task CountAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        await CountAsync(attempt.Local, policy.Lockout.MaxFailures, policy.Lockout.Duration, cancellationToken);
        if (attempt.Global is not null)
            await CountAsync(attempt.Global, policy.Lockout.MaxFailuresPerHour, Window, cancellationToken);
    }

    /// <summary>A right one.</summary>
    public Task ForgetAsync(LoginAttempt attempt, CancellationToken cancellationToken) =>
        db.LoginFailures.Where(row => row.Key == attempt.Local).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Whoever has proven the identifier in another way starts anew, from everywhere.</summary>
    public Task ForgetAllAsync(string identifier, CancellationToken cancellationToken)
    {
        var prefix = RandomHandle.Hash(identifier) + "|";
        return db.LoginFailures.Where(row => row.Key.StartsWith(prefix)).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task CountAsync(string key, int most, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (most == 0)
            return;

        var now = clock.GetUtcNow();
        var (windowEnd, memoryEnd) = (now - Window, now - Memory);
        await EnsureRowAsync(key, now, cancellationToken);

        // Under the row's lock, one after the other: old failures are forgotten, this one counts, and the one that fills the measure locks.
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        var row = db.LoginFailures.Where(failure => failure.Key == key);
        await row.ExecuteUpdateAsync(set => set
            .SetProperty(failure => failure.Failures, failure => failure.WindowStart < windowEnd ? 1 : failure.Failures + 1)
            .SetProperty(failure => failure.Locks, failure => failure.WindowStart < memoryEnd ? 0 : failure.Locks)
            .SetProperty(failure => failure.WindowStart, failure => failure.WindowStart < windowEnd ? now : failure.WindowStart), cancellationToken);
        var state = await row.AsNoTracking().SingleAsync(cancellationToken);
        if (state.Failures >= most)
        {
            var until = now + LockDuration(duration, state.Locks);
            await row.ExecuteUpdateAsync(set => set
                .SetProperty(failure => failure.Failures, 0)
                .SetProperty(failure => failure.WindowStart, now)
                .SetProperty(failure => failure.Locks, failure => failure.Locks + 1)
                .SetProperty(failure => failure.LockedUntil, until), cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
    }

    private TimeSpan LockDuration(TimeSpan first, int locksBefore)
    {
        var doubled = first * Math.Pow(2, Math.Min(locksBefore, 16));
        return doubled < policy.Lockout.MaxDuration ? doubled : policy.Lockout.MaxDuration;
    }

    private Task EnsureRowAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = now.ToUnixTimeMilliseconds();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "LoginFailures" ("Key", "Failures", "WindowStart", "Locks")
            VALUES ({key}, 0, {start}, 0)
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
    }
}
