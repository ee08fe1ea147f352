using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Data.Providers;

/// <summary>Brings the database up to this version of the software. Of several nodes that start at once, one does it and the others wait.</summary>
public sealed class DatabaseMigrator(
    IDbContextFactory<ProviderDbContext> contexts, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<DatabaseMigrator> logger)
{
    /// <summary>How long a node waits for another one that migrates, before it gives up.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Applies what is missing; returns the names of the migrations that were applied.</summary>
    /// <exception cref="DatabaseUnusableException">The database can't be reached, or is none.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var migrationLock = await ReachAsync(() => LockAsync(cancellationToken));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        var pending = await ReachAsync(() => PendingAsync(db, cancellationToken));
        if (pending.Count == 0)
            return pending;

        if (db.Database.IsSqlite() && await SqliteMigrationLock.RemoveStaleRowAsync(db, cancellationToken))
            logger.StaleMigrationLockRemoved();

        logger.ApplyingMigrations(pending.Count, pending[0]);
        await db.Database.MigrateAsync(cancellationToken);
        return pending;
    }

    /// <summary>How many migrations this version has that the database has not; all, where there is no database.</summary>
    /// <exception cref="DatabaseUnusableException">The database can't be reached, or is none.</exception>
    public async Task<int> CountPendingAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await ReachAsync(() => PendingAsync(db, cancellationToken))).Count;
    }

    private static async Task<List<string>> PendingAsync(ProviderDbContext db, CancellationToken cancellationToken) =>
        [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];

    private static async Task<T> ReachAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception reason) when (reason is DbException or IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnusableException(reason);
        }
    }

    private async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) =>
        options.Value.IsPostgreSql
            ? await PostgreSqlMigrationLock.TakeAsync(options.Value, logger, cancellationToken)
            : await SqliteMigrationLock.TakeAsync(options.Value, time, logger, cancellationToken);
}

/// <summary>The database of the configuration can't be reached, or what is there is no database. The message is for the operator.</summary>
public sealed class DatabaseUnusableException(Exception reason)
    : Exception($"The database of ConnectionStrings:Default can't be used: {reason.Message}{(reason.InnerException is { } inner ? $" ({inner.Message})" : "")}", reason);
