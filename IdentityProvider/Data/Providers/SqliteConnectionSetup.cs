using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace IdentityProvider.Data.Providers;

/// <summary>Prepares every SQLite connection that is opened.</summary>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    // A writer that finds another at work waits in SQLite itself, which looks again within milliseconds; the provider's
    // own waiting looks only every 150 ms. In WAL mode readers and the one writer don't disturb each other.
    private const string Pragmas = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Prepare(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Prepare(connection);
        return Task.CompletedTask;
    }

    private static void Prepare(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }
}
