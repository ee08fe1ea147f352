using IdentityProvider.Tests.RelyingParties;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Hosting;

/// <summary>The real provider, listening on a free port of this machine, with a database and a clock of its own.</summary>
public sealed class Provider : IAsyncDisposable
{
    private readonly ProviderFactory _factory;
    private readonly TestDatabase _database;
    private readonly TemporaryFolder _folder;

    private Provider(ProviderFactory factory, TestDatabase database, TemporaryFolder folder)
    {
        _factory = factory;
        _database = database;
        _folder = folder;
        Origin = factory.Start();
        Http = NewHttpClient();
        Accounts = new AccountsClient(this);
    }

    /// <summary>Scheme, host and port; the issuer too, unless a test configures another.</summary>
    public Uri Origin { get; }

    public string Issuer => Origin.GetLeftPart(UriPartial.Authority);

    public TestClock Clock => _factory.Clock;

    public CapturedLogs Logs => _factory.Logs;

    public IServiceProvider Services => _factory.Services;

    public DatabaseKind DatabaseKind => _database.Kind;

    public string ConnectionString => _database.ConnectionString;

    /// <summary>A client without cookies that follows no redirect.</summary>
    public HttpClient Http { get; }

    /// <summary>The account API, as a first-party app calls it.</summary>
    public AccountsClient Accounts { get; }

    public static async Task<Provider> StartAsync(Action<ProviderSettings>? configure = null)
    {
        var settings = new ProviderSettings();
        configure?.Invoke(settings);
        var database = await TestDatabase.CreateAsync(settings.Database);
        var folder = new TemporaryFolder();
        if (settings.Clients is { } clients)
            settings.With("Clients:Files:0", folder.Write("clients.json", clients.ToJsonString()));
        settings.With("Database:Provider", settings.Database.ToString()).With("ConnectionStrings:Default", database.ConnectionString);
        return new Provider(new ProviderFactory(settings), database, folder);
    }

    public Uri Address(string pathAndQuery) => new(Origin, pathAndQuery);

    /// <summary>A browser that nobody has used before.</summary>
    public Browser NewBrowser() => new(this);

    /// <summary>A browser, and the person in front of it, who has an account and is not signed in.</summary>
    public async Task<Browser> NewPersonAtBrowserAsync() => NewBrowser().UsedBy(await Accounts.RegisterVerifiedAsync());

    /// <summary>The correct relying party that is registered as this client.</summary>
    public RelyingParty RelyingParty(string clientId = TestClients.Web) => new(this, TestClients.Find(clientId));

    /// <summary>Runs something with services of one scope, as inside the provider.</summary>
    public async Task<T> InScopeAsync<TService, T>(Func<TService, Task<T>> run) where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await run(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public HttpClient NewHttpClient(System.Net.CookieContainer? cookies = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = cookies is not null,
        CookieContainer = cookies ?? new(),
        UseProxy = false,
        MaxConnectionsPerServer = 64,
    })
    {
        BaseAddress = Origin,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _factory.DisposeAsync();
        _database.Dispose();
        _folder.Dispose();
    }
}
