using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data.Providers;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.EmailFirst;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Races;

/// <summary>One database, and three nodes that look anew no sooner than after a minute, unless they are told.</summary>
public abstract class Nodes(DatabaseKind kind) : IAsyncLifetime
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private TestDatabase? _database;

    /// <summary>Where things are changed.</summary>
    public Provider One { get; private set; } = null!;

    /// <summary>Hears of changes, where the database tells.</summary>
    public Provider Other { get; private set; } = null!;

    /// <summary>Hears nothing.</summary>
    public Provider Deaf { get; private set; } = null!;

    /// <summary>What the requests at <see cref="One"/> ask the database.</summary>
    internal CommandsOfRequests Commands { get; } = new();

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(kind);
        One = Provider.StartOn(_database, settings => Configure(settings).WithServices(Commands.AddTo));
        Other = Provider.StartOn(_database, settings => Configure(settings).With("Issuer", One.Issuer));
        Deaf = Provider.StartOn(_database, settings => Configure(settings).With("Issuer", One.Issuer).WithServices(services =>
            services.Remove(services.Single(service => service.ImplementationType == typeof(PostgreSqlNotifications)))));
    }

    public async Task DisposeAsync()
    {
        foreach (var node in new[] { Deaf, Other, One })
            await node.DisposeAsync();
        _database?.Dispose();
    }

    private static ProviderSettings Configure(ProviderSettings settings) =>
        settings.With("Accounts:Preset", "EmailFirst").With("Protocol:LivenessCheckInterval", Interval.ToString());
}

/// <summary>
/// A caller of the API is recognised without the database, until something about them changes: that is heeded at the next
/// request where it was changed, as soon as it is heard of at the other nodes, and after the interval in any case.
/// </summary>
public abstract class CallerTests(Nodes nodes) : IAsyncLifetime
{
    private readonly App _app = new(nodes.One);
    private Person _admin = null!;
    private string _token = "";
    private string _superAdmin = "";

    /// <summary>What is taken from the admin, and what the admin is told then.</summary>
    public static TheoryData<string, HttpStatusCode> Losses => new()
    {
        { "role", HttpStatusCode.Forbidden },
        { "session", HttpStatusCode.Unauthorized },
        { "account", HttpStatusCode.Unauthorized },
    };

    public async Task InitializeAsync()
    {
        _admin = await nodes.One.AddStaffAsync("admin");
        _token = (await _app.SignInByEmailAsync(_admin.Email, _admin.Password)).ExpectAccessToken();
        var superAdmin = await nodes.One.AddStaffAsync("superAdmin");
        _superAdmin = (await _app.SignInByEmailAsync(superAdmin.Email, superAdmin.Password)).ExpectAccessToken();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [ToolFact]
    [Trait("Requirement", "CL-13")]
    [Trait("Requirement", "EF-7")]
    public async Task Who_calls_and_with_which_role_is_asked_of_the_database_once()
    {
        await AskForNothingAsync();
        nodes.Commands.Clear();
        for (var request = 0; request < 20; request++)
            await AskForNothingAsync();
        Assert.Empty(nodes.Commands.Texts);

        // The account and its roles, which are what was asked for.
        for (var request = 0; request < 5; request++)
            (await _app.CallAsync(HttpMethod.Get, "/profile", token: _token)).Expect(HttpStatusCode.OK);
        Assert.Equal(5 * 2, nodes.Commands.Texts.Count);
    }

    [ToolTheory]
    [MemberData(nameof(Losses))]
    [Trait("Requirement", "EF-7")]
    [Trait("Requirement", "CL-3")]
    [Trait("Requirement", "CL-9")]
    public async Task A_loss_counts_from_the_next_request_on_where_it_was_inflicted(string what, HttpStatusCode then)
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAtAsync(nodes.One));
        await TakeAsync(what);
        Assert.Equal(then, await StatusAtAsync(nodes.One));
    }

    [ToolTheory]
    [MemberData(nameof(Losses))]
    [Trait("Requirement", "EF-7")]
    [Trait("Requirement", "CL-3")]
    [Trait("Requirement", "CL-9")]
    public async Task A_node_that_hears_nothing_heeds_a_loss_after_the_interval(string what, HttpStatusCode then)
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAtAsync(nodes.Deaf));
        await TakeAsync(what);
        Assert.Equal(HttpStatusCode.OK, await StatusAtAsync(nodes.Deaf));
        nodes.Deaf.Clock.Advance(Nodes.Interval);
        Assert.Equal(then, await StatusAtAsync(nodes.Deaf));
    }

    [ToolTheory]
    [InlineData("role")]
    [InlineData("session")]
    [InlineData("account")]
    [Trait("Requirement", "EF-7")]
    public async Task A_node_that_has_not_heard_of_a_loss_lets_nothing_be_changed(string what)
    {
        var app = new App(nodes.Deaf);
        var customer = await nodes.One.AddStaffAsync("customer");
        Assert.Equal(HttpStatusCode.OK, await StatusAtAsync(nodes.Deaf));
        await TakeAsync(what);
        foreach (var (method, path, body) in Changes(customer.UserId))
            Assert.Equal(HttpStatusCode.Forbidden, (await app.UsersAsync(method, path, body, _token)).Status);
        var registration = Customers.RegistrationOf(Person.New());
        registration["role"] = "admin";
        (await app.PostAsync("/register", registration, _token)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");

        // It had not heard of it all the while.
        Assert.Equal(HttpStatusCode.OK, await StatusAtAsync(nodes.Deaf));
        var profile = await _app.GetUserAsync(customer.UserId, _superAdmin);
        Assert.Equal(["customer"], profile.Roles());
        Assert.True((bool)profile["isActive"]!);
        Assert.Null((string?)profile["city"]);
    }

    /// <summary>The other node hears of it, long before the interval is over.</summary>
    protected async Task ExpectHeardAsync(string what, HttpStatusCode then)
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAtAsync(nodes.Other));
        await TakeAsync(what);
        using var deadline = new CancellationTokenSource(Nodes.Interval / 2);
        while (await StatusAtAsync(nodes.Other) is var status && status != then)
        {
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.False(deadline.IsCancellationRequested, "It was never heard of.");
        }
    }

    // Refused for what it asks, after it was judged who asks: the role permits it.
    private async Task AskForNothingAsync() =>
        (await _app.UsersAsync(HttpMethod.Get, "?pageSize=0", null, _token)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");

    private async Task<HttpStatusCode> StatusAtAsync(Provider node) =>
        (await new App(node).UsersAsync(HttpMethod.Get, "?pageSize=1", null, _token)).Status;

    private async Task TakeAsync(string what)
    {
        switch (what)
        {
            case "role":
                (await _app.UsersAsync(HttpMethod.Put, $"/{_admin.UserId}/roles", new JsonObject { ["roles"] = new JsonArray("customer") }, _superAdmin)).Expect(HttpStatusCode.Created);
                break;
            case "session":
                (await _app.CallAsync(HttpMethod.Post, "/logout", token: _token)).Expect(HttpStatusCode.OK);
                break;
            default:
                (await _app.UsersAsync(HttpMethod.Post, $"/{_admin.UserId}/deactivate", null, _superAdmin)).Expect(HttpStatusCode.OK);
                break;
        }
    }

    private static IEnumerable<(HttpMethod Method, string Path, JsonNode? Body)> Changes(string id) =>
    [
        (HttpMethod.Post, "", Staff.InvitationOf(Person.New(), "customer")),
        (HttpMethod.Patch, $"/{id}", new JsonObject { ["city"] = "Bago" }),
        (HttpMethod.Post, $"/{id}/deactivate", null),
        (HttpMethod.Put, $"/{id}/roles", new JsonObject { ["roles"] = new JsonArray("admin") }),
        (HttpMethod.Delete, $"/{id}", null),
    ];
}

public sealed class NodesOnSqlite() : Nodes(DatabaseKind.Sqlite);

public sealed class NodesOnPostgreSql() : Nodes(DatabaseKind.PostgreSql);

[Trait("Database", "Sqlite")]
public sealed class CallersOnSqlite(NodesOnSqlite nodes) : CallerTests(nodes), IClassFixture<NodesOnSqlite>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class CallersOnPostgreSql(NodesOnPostgreSql nodes) : CallerTests(nodes), IClassFixture<NodesOnPostgreSql>
{
    [ToolTheory]
    [MemberData(nameof(Losses))]
    [Trait("Requirement", "EF-7")]
    [Trait("Requirement", "CL-3")]
    [Trait("Requirement", "CL-9")]
    public Task A_loss_is_heard_of_at_the_other_node(string what, HttpStatusCode then) => ExpectHeardAsync(what, then);
}
