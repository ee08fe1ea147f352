using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data.Providers;

/// <summary>A file beside the database, opened for one process alone: the operating system releases it when the process goes away, however it goes.</summary>
internal static class SqliteMigrationLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Also makes the folder of the database, which SQLite does not.</summary>
    public static async Task<IAsyncDisposable> TakeAsync(
        DatabaseOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        if (DatabaseProvider.SqliteFile(options) is not { } database)
            return Stream.Null;

        CreateFolder(Path.GetDirectoryName(database)!);
        var path = database + ".migrate.lock";
        var started = time.GetTimestamp();
        for (var waiting = false; ; waiting = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) && time.GetElapsedTime(started) < DatabaseMigrator.Patience)
            {
                if (!waiting)
                    logger.WaitingForMigration();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>A folder that nobody else may look into: the database holds keys.</summary>
    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// EF Core's own lock for SQLite is a row in a table. A process that was killed while it migrated leaves the row, and
    /// EF Core would wait for it forever. Whoever holds our lock knows that nobody is at it.
    /// </summary>
    public static async Task<bool> RemoveStaleRowAsync(ProviderDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.Database.CanConnectAsync(cancellationToken))
            return false;

        var tables = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        return tables > 0 && await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"", cancellationToken) > 0;
    }
}
