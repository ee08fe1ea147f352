using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace IdentityProvider.Tests.Hosting;

/// <summary>
/// A PostgreSQL server of the test run's own: started when the first test asks for it, from the machine's binaries,
/// in a temporary folder, without durability. It ends, and its folder goes, with the process of the tests, however that ends.
/// </summary>
public sealed class PostgresServer
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);
    private static int _databases;

    // Held here: a collected Process closes the standard input whose end tells the server to stop.
    private readonly Process _process;
    private readonly int _port;

    private PostgresServer(Process process, int port) => (_process, _port) = (process, port);

    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>The folder that holds <c>initdb</c> and <c>postgres</c>, of the newest version; null where there is none.</summary>
    public static string? FindBinaries() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder => Path.GetFileName(folder).PadLeft(4, '0'), StringComparer.Ordinal)
                .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            : null;

    /// <summary>Makes an empty database; returns the connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException("The PostgreSQL server of the tests has ended.");
        var name = $"provider{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0");
        return ConnectionString(name);
    }

    /// <summary>The database and all that is in it is gone.</summary>
    public Task DropAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    /// <summary>Ends the connections to this database, and takes no more.</summary>
    public async Task CloseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    }

    /// <summary>Takes connections to this database again.</summary>
    public Task OpenAsync(string connectionString) =>
        ExecuteAsync($"ALTER DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} ALLOW_CONNECTIONS true");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    // A small pool for each of the many databases, emptied soon after its provider, so that together they stay below the server's max_connections.
    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Maximum Pool Size=30;Connection Idle Lifetime=5;Connection Pruning Interval=2;Timeout=30";

    private static async Task<PostgresServer> StartAsync()
    {
        var binaries = FindBinaries() ?? throw new InvalidOperationException(
            $"{Tool.PostgreSql.Name} is missing. To run this test: {Tool.PostgreSql.HowToInstall}");
        var port = FreePort();
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script(binaries, port));
        var process = Process.Start(start)!;
        for (string? line; (line = await process.StandardOutput.ReadLineAsync()) is not null;)
            if (line == "ready")
            {
                _ = process.StandardOutput.ReadToEndAsync();
                _ = process.StandardError.ReadToEndAsync();
                return new PostgresServer(process, port);
            }
        throw new InvalidOperationException("PostgreSQL did not start: " + await process.StandardError.ReadToEndAsync());
    }

    // postgres refuses to run as root. The shell waits for the end of its standard input, which comes with the end of the
    // tests' process even when that is killed, and then stops the server.
    private static string Script(string binaries, int port)
    {
        var asPostgres = Environment.UserName == "root" ? "setpriv --reuid=postgres --regid=postgres --init-groups" : "";
        return $"""
            set -e
            data=$(mktemp -d -t identityprovider-postgres-XXXXXX)
            trap 'rm -rf "$data"' EXIT
            if [ "$(id -u)" = 0 ]; then chown postgres "$data"; fi
            cd "$data"
            {asPostgres} "{binaries}/initdb" -D "$data/db" -U postgres -A trust -E UTF8 --locale=C --no-sync >&2
            {asPostgres} "{binaries}/postgres" -D "$data/db" -p {port} -k "$data" -c listen_addresses=127.0.0.1 -c fsync=off \
              -c synchronous_commit=off -c full_page_writes=off -c max_connections=500 -c shared_buffers=64MB >&2 </dev/null &
            server=$!
            until "{binaries}/pg_isready" -q -h 127.0.0.1 -p {port}; do kill -0 $server; sleep 0.1; done
            echo ready
            cat >/dev/null
            kill -INT $server
            wait $server || true
            """;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
