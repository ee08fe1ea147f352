namespace IdentityProvider.Tests.Hosting;

/// <summary>The databases a provider runs on.</summary>
public enum DatabaseKind
{
    Sqlite,
    PostgreSql,
}

/// <summary>An empty database for one provider. A SQLite file goes at the end; one of PostgreSQL goes with its server.</summary>
public sealed class TestDatabase : IDisposable
{
    private readonly TemporaryFolder? _folder;

    private TestDatabase(DatabaseKind kind, string connectionString, TemporaryFolder? folder)
    {
        Kind = kind;
        ConnectionString = connectionString;
        _folder = folder;
    }

    public DatabaseKind Kind { get; }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        if (kind == DatabaseKind.PostgreSql)
            return new TestDatabase(kind, await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(), folder: null);
        var folder = new TemporaryFolder();
        return new TestDatabase(kind, $"Data Source={folder.PathOf("provider.db")}", folder);
    }

    /// <summary>The database can't be reached any more, from here or by who is connected.</summary>
    public async Task TakeAwayAsync()
    {
        if (_folder is null)
            await (await PostgresServer.SharedAsync()).CloseAsync(ConnectionString);
        else
            // The whole folder: where the file alone is missing, SQLite would make a new one.
            Directory.Move(_folder.FullName, _folder.FullName + ".away");
    }

    public async Task BringBackAsync()
    {
        if (_folder is null)
            await (await PostgresServer.SharedAsync()).OpenAsync(ConnectionString);
        else
            Directory.Move(_folder.FullName + ".away", _folder.FullName);
    }

    public void Dispose() => _folder?.Dispose();
}
