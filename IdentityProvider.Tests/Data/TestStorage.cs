using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Data.Providers;
using IdentityProvider.Protocol.Tokens;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace IdentityProvider.Tests.Data;

/// <summary>The provider's storage by itself, without a server, on a migrated database of its own.</summary>
public sealed class TestStorage : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private TestStorage(TestDatabase database)
    {
        _database = database;
        _services = Services(database, Clock);
    }

    public TestClock Clock { get; } = new();

    public static async Task<TestStorage> CreateAsync(DatabaseKind kind)
    {
        var storage = new TestStorage(await TestDatabase.CreateAsync(kind));
        await storage.Get<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
        return storage;
    }

    /// <summary>The services of storage over a database that may not be migrated.</summary>
    public static ServiceProvider Services(TestDatabase database, TimeProvider time, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Database:Provider", database.Kind.ToString()),
            new("ConnectionStrings:Default", database.ConnectionString),
            .. settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value)),
        ]).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(time)
            .AddSingleton<LiveTokens>()
            .AddSingleton(new AccountPolicy())
            .AddProviderData(configuration, new HostingEnvironment
            {
                EnvironmentName = Environments.Production,
                ContentRootPath = Path.GetTempPath(),
            })
            .BuildServiceProvider();
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>One of its own, that is not among the services.</summary>
    public T Make<T>() => ActivatorUtilities.CreateInstance<T>(_services);

    /// <summary>The storage of a second node over the same database.</summary>
    public ServiceProvider OtherNode(params (string Key, string Value)[] settings) => Services(_database, Clock, settings);

    public ProviderDbContext NewContext() => Get<IDbContextFactory<ProviderDbContext>>().CreateDbContext();

    public async Task AddAsync(params object[] rows)
    {
        await using var db = NewContext();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _database.Dispose();
    }
}
