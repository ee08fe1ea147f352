using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Grants;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data;

/// <summary>Removes what has expired, a few rows at a time, so that nobody who signs in meanwhile has to wait for it.</summary>
internal sealed class ExpiredRows(
    IDbContextFactory<ProviderDbContext> contexts, IPersistedGrantStore grants, AccountPolicy policy, TimeProvider time, ILogger<ExpiredRows> logger)
    : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepCodes = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeepFailures = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeepMessages = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeepSessions = TimeSpan.FromDays(30);
    private static readonly TimeSpan KeepLimits = TimeSpan.FromDays(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                logger.ExpiredRowsRemoved(await RemoveAsync(stoppingToken));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.ExpiredRowsNotRemoved(exception);
            }
        }
    }

    /// <summary>One round over all tables; returns how many rows went.</summary>
    internal async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var codes = now - KeepCodes;
        var failures = now - KeepFailures;
        var messages = now - KeepMessages;
        var sessions = now - KeepSessions;
        var signIns = now - policy.SignInHistory;
        var limits = DateOnly.FromDateTime((now - KeepLimits).UtcDateTime);

        return await InBatches(() => grants.RemoveExpiredAsync(Batch, cancellationToken))
            + await Delete(db => db.OneTimeCodes.Where(code =>
                (code.ExpiresAt ?? code.CreatedAt) < codes && (code.VerifyExpiresAt == null || code.VerifyExpiresAt < now)).OrderBy(code => code.CreatedAt))
            + await Delete(db => db.OneTimeCodeLimits.Where(limit => limit.Day < limits).OrderBy(limit => limit.Day))
            + await Delete(db => db.CodeCounts.Where(count => count.ExpiresAt < now).OrderBy(count => count.ExpiresAt))
            + await Delete(db => db.AbuseDecisions.Where(decision => decision.ExpiresAt < now).OrderBy(decision => decision.ExpiresAt))
            + await Delete(db => db.LoginFailures.Where(failure =>
                failure.WindowStart < failures && (failure.LockedUntil == null || failure.LockedUntil < failures)).OrderBy(failure => failure.WindowStart))
            + await Delete(db => db.SignInAttempts.Where(attempt => attempt.At < signIns).OrderBy(attempt => attempt.At))
            + await Delete(db => db.Messages.Where(message => message.CreatedAt < messages).OrderBy(message => message.CreatedAt))
            + await Delete(db => db.Sessions
                .Where(session => session.EndedAt < sessions || session.ExpiresAt < sessions)
                // While a session has tokens its row says whether they still count.
                .Where(session => !db.Grants.Any(grant => grant.SessionId == session.Id && grant.ExpiresAt > now))
                .OrderBy(session => session.CreatedAt));

        Task<int> Delete<T>(Func<ProviderDbContext, IQueryable<T>> expired) => InBatches(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await expired(db).Take(Batch).ExecuteDeleteAsync(cancellationToken);
        });
    }

    private static async Task<int> InBatches(Func<Task<int>> removeBatch)
    {
        var all = 0;
        int removed;
        do
        {
            removed = await removeBatch();
            all += removed;
        }
        while (removed == Batch);
        return all;
    }
}
