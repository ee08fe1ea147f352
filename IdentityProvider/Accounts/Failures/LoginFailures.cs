using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Failures;

/// <summary>One try with a password: the keys under which a failure counts.</summary>
/// <param name="Local">Identifier and network, or identifier and trusted device.</param>
/// <param name="Global">Identifier, from wherever; null: a trusted device, which strangers' failures don't concern, or no identifier.</param>
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

    /// <param name="identifier">The number or address; null: what was typed is neither. All of that counts together, so that it leaves one row a network.</param>
    /// <param name="source">From where.</param>
    /// <param name="trustedDevice">What <see cref="TrustedDevices"/> left in this browser; null: nothing.</param>
    /// <param name="accounts">Those that have the identifier.</param>
    public LoginAttempt Attempt(string? identifier, RequestSource source, string? trustedDevice, IEnumerable<User> accounts)
    {
        if (identifier is null)
            return new LoginAttempt($"none|{SourceNetwork.Of(source.Address)}", Global: null);
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
        await CountEverywhereAsync(attempt, cancellationToken);
    }

    /// <summary>
    /// Counts a try before its password is looked at, so that of many at once no more than the limit are; after a right one
    /// <see cref="ForgetAsync"/>, after a wrong one <see cref="CountEverywhereAsync"/>. Null: taken; else how long the lock still lasts.
    /// </summary>
    public async Task<TimeSpan?> TakeAsync(LoginAttempt attempt, CancellationToken cancellationToken) =>
        await LockedForAsync(attempt, cancellationToken)
        ?? await CountAsync(attempt.Local, policy.Lockout.MaxFailures, policy.Lockout.Duration, cancellationToken);

    /// <summary>A wrong password, for the limit that holds from everywhere together.</summary>
    public async Task CountEverywhereAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
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

    /// <summary>Null: it was counted. Else how long the lock still lasts; then there is nothing to count.</summary>
    private async Task<TimeSpan?> CountAsync(string key, int most, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (most == 0)
            return null;

        // One after the other: whoever has the row's lock counts, or forgets.
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        var now = clock.GetUtcNow();
        await LockRowAsync(key, now, cancellationToken);
        var row = db.LoginFailures.Where(failure => failure.Key == key);
        var state = await row.AsNoTracking().SingleAsync(cancellationToken);
        if (state.LockedUntil - now is { } left && left > TimeSpan.Zero)
            return left;

        // Old failures are forgotten, this one counts, and the one that fills the measure locks.
        var isNewWindow = state.WindowStart < now - Window;
        var failures = isNewWindow ? 1 : state.Failures + 1;
        var locks = state.WindowStart < now - Memory ? 0 : state.Locks;
        var (windowStart, lockedUntil) = (isNewWindow ? now : state.WindowStart, state.LockedUntil);
        if (failures >= most)
            (failures, windowStart, lockedUntil, locks) = (0, now, now + LockDuration(duration, locks), locks + 1);

        await row.ExecuteUpdateAsync(set => set
            .SetProperty(failure => failure.Failures, failures)
            .SetProperty(failure => failure.WindowStart, windowStart)
            .SetProperty(failure => failure.Locks, locks)
            .SetProperty(failure => failure.LockedUntil, lockedUntil), cancellationToken);
        await work.CommitAsync(cancellationToken);
        return null;
    }

    private TimeSpan LockDuration(TimeSpan first, int locksBefore)
    {
        var doubled = first * Math.Pow(2, Math.Min(locksBefore, 16));
        return doubled < policy.Lockout.MaxDuration ? doubled : policy.Lockout.MaxDuration;
    }

    /// <summary>Takes the row's lock, whether the row was there or not: somebody else may be about to remove it.</summary>
    private Task LockRowAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = now.ToUnixTimeMilliseconds();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "LoginFailures" ("Key", "Failures", "WindowStart", "Locks")
            VALUES ({key}, 0, {start}, 0)
            ON CONFLICT ("Key") DO UPDATE SET "Failures" = "LoginFailures"."Failures"
            """,
            cancellationToken);
    }
}
