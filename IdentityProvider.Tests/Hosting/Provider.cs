using IdentityProvider.Data;
using IdentityProvider.Protocol.Tokens;
using IdentityProvider.Tests.Api;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Hosting;

/// <summary>The real provider, listening on a free port of this machine, with a database and a clock of its own.</summary>
public sealed class Provider : IAsyncDisposable
{
    private readonly ProviderFactory _factory;
    private readonly IDisposable[] _owned;

    private Provider(ProviderFactory factory, IDisposable[] owned)
    {
        _factory = factory;
        _owned = owned;
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

    /// <summary>A client without cookies that follows no redirect.</summary>
    public HttpClient Http { get; }

    /// <summary>The account API, as a first-party app calls it.</summary>
    public AccountsClient Accounts { get; }

    /// <summary>Starts one on a fresh database.</summary>
    public static async Task<Provider> StartAsync(Action<ProviderSettings>? configure = null)
    {
        var settings = Configured(configure);
        var database = await TestDatabase.CreateAsync(settings.Database);
        return Start(settings, database, database);
    }

    /// <summary>Starts one on a database that the test keeps: a second node, or the same after a restart.</summary>
    public static Provider StartOn(TestDatabase database, Action<ProviderSettings>? configure = null) =>
        Start(Configured(configure).On(database.Kind), database);

    public Uri Address(string pathAndQuery) => new(Origin, pathAndQuery);

    /// <summary>A browser that nobody has used before.</summary>
    public UserAgent NewBrowser() => new(this);

    /// <summary>A browser, and the person in front of it, who has an account and is not signed in.</summary>
    public async Task<UserAgent> NewPersonAtBrowserAsync() => NewBrowser().UsedBy(await Accounts.RegisterVerifiedAsync());

    /// <summary>The correct relying party that is registered as this client.</summary>
    public RelyingParty RelyingParty(string clientId = TestClients.Web) => new(this, TestClients.Find(clientId));

    /// <summary>The API of that name, with its secret.</summary>
    public ApiServer Api(string name) => new(this, name, name == TestClients.StockApi ? TestClients.StockApiSecret : TestClients.OrdersApiSecret);

    /// <summary>Takes the account out of use, as an administrator would.</summary>
    public async Task DeactivateAsync(Person person)
    {
        await InScopeAsync((ProviderDbContext db) =>
            db.Users.Where(user => user.Id == Guid.Parse(person.UserId)).ExecuteUpdateAsync(change => change.SetProperty(user => user.IsActive, false)));
        Services.GetRequiredService<LiveTokens>().Forget(person.UserId);
    }

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
        foreach (var owned in _owned)
            owned.Dispose();
        AnswersReached.Write();
        Assert.Empty(_factory.Recorder.Violations);
    }

    private static ProviderSettings Configured(Action<ProviderSettings>? configure)
    {
        var settings = new ProviderSettings();
        configure?.Invoke(settings);
        return settings;
    }

    private static Provider Start(ProviderSettings settings, TestDatabase database, params IEnumerable<IDisposable> owned)
    {
        var folder = new TemporaryFolder();
        settings
            .With("Clients:Files:0", folder.Write("clients.json", settings.Clients.ToJsonString()))
            .With("Database:Provider", settings.Database.ToString())
            .With("ConnectionStrings:Default", database.ConnectionString);
        var factory = new ProviderFactory(settings);
        IDisposable[] all = [.. owned, folder];
        try
        {
            return new Provider(factory, all);
        }
        catch
        {
            // A start that is refused is what some tests are about.
            factory.Dispose();
            foreach (var one in all)
                one.Dispose();
            throw;
        }
    }
}
