using Npgsql;

namespace IdentityProvider.Data.Providers;

/// <summary>A session advisory lock on a connection of its own: the server releases it when the process goes away, however it goes.</summary>
internal static class PostgreSqlMigrationLock
{
    // Any number will do, as long as nothing else in this database takes the same: "IdP migr" in ASCII.
    private const long Key = 0x4964_5020_6D69_6772;

    public static async Task<IAsyncDisposable> TakeAsync(DatabaseOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        // Not pooled, so that closing it ends the session and with it the lock.
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            if (!await TryLockAsync(connection, cancellationToken))
            {
                logger.WaitingForMigration();
                await WaitAsync(connection, cancellationToken);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(@key)", connection);
        command.Parameters.AddWithValue("key", Key);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task WaitAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection);
        command.CommandTimeout = (int)DatabaseMigrator.Patience.TotalSeconds;
        command.Parameters.AddWithValue("key", Key);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
