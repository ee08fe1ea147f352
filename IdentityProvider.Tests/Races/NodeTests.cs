using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Races;

/// <summary>
/// What one node changes, another heeds: at once where PostgreSQL tells it, and after
/// <c>Protocol:LivenessCheckInterval</c> at the latest. Between checks a token costs no look into the database.
/// </summary>
public abstract class NodeTests(DatabaseKind kind)
{
    /// <summary>Longer than the test takes: by itself no node looks again meanwhile.</summary>
    protected static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    [ToolFact]
    [Trait("Requirement", "CL-3")]
    public async Task A_session_that_one_node_ends_is_ended_at_the_other_too()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        await using var one = Provider.StartOn(database, settings => settings.With("Protocol:LivenessCheckInterval", Interval.ToString()));
        await using var other = Provider.StartOn(database, settings => settings.With("Protocol:LivenessCheckInterval", Interval.ToString()).With("Issuer", one.Issuer));
        await HearAsync(nodes: 2, one);
        var person = await one.Accounts.RegisterVerifiedAsync();
        var token = (await new App(one).SignInAsync(person)).ExpectSuccess()["access_token"]!.ToString();
        Assert.Equal(HttpStatusCode.OK, (await ProfileAsync(other, token)).Status);

        Assert.Equal(HttpStatusCode.OK, (await new App(one).CallAsync(HttpMethod.Post, "/logout", token: token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ProfileAsync(one, token)).Status);
        await HeedAsync(other, token);
    }

    [ToolFact]
    public async Task A_token_that_was_found_good_costs_no_look_into_the_database()
    {
        await using var provider = await Provider.StartAsync(settings => settings.On(kind).With("Protocol:LivenessCheckInterval", "00:01:00").WithAllLogs());
        var rp = provider.RelyingParty();
        var signedIn = await rp.SignInAsync(await provider.NewPersonAtBrowserAsync(), rp.Request("openid orders.read"));
        var api = provider.Api(TestClients.OrdersApi);
        Assert.True((bool)(await api.IntrospectAsync(signedIn.Tokens.AccessToken))["active"]!);

        var before = Looks(provider);
        for (var request = 0; request < 20; request++)
            Assert.True((bool)(await api.IntrospectAsync(signedIn.Tokens.AccessToken))["active"]!);
        Assert.Equal(before, Looks(provider));
    }

    /// <summary>Waits until as many nodes hear what the others say.</summary>
    protected abstract Task HearAsync(int nodes, Provider one);

    /// <summary>Waits until the node heeds what another has ended.</summary>
    protected abstract Task HeedAsync(Provider other, string token);

    protected static Task<ApiAnswer> ProfileAsync(Provider provider, string token) => new App(provider).CallAsync(HttpMethod.Get, "/profile", token: token);

    // Of everything that looks into the database in the background, only this asks for revocations.
    private static int Looks(Provider provider) => provider.Logs.Lines.Count(line =>
        line.Category == "Microsoft.EntityFrameworkCore.Database.Command" && line.Text.Contains("Grants", StringComparison.Ordinal) && line.Text.Contains("EXISTS", StringComparison.Ordinal));
}

[Trait("Database", "Sqlite")]
public sealed class NodeTestsOnSqlite() : NodeTests(DatabaseKind.Sqlite)
{
    protected override Task HearAsync(int nodes, Provider one) => Task.CompletedTask;

    protected override async Task HeedAsync(Provider other, string token)
    {
        other.Clock.Advance(Interval);
        Assert.Equal(HttpStatusCode.Unauthorized, (await ProfileAsync(other, token)).Status);
    }
}

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class NodeTestsOnPostgreSql() : NodeTests(DatabaseKind.PostgreSql)
{
    // A notification takes milliseconds; a busy machine has time, but not until the node would look by itself.
    private static readonly TimeSpan Patience = Interval / 2;

    protected override Task HearAsync(int nodes, Provider one) => UntilAsync(async () => nodes == await one.InScopeAsync((ProviderDbContext db) => db.Database.SqlQuery<int>(
        $"""SELECT COUNT(*)::int AS "Value" FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'""").SingleAsync()));

    protected override Task HeedAsync(Provider other, string token) => UntilAsync(async () => (await ProfileAsync(other, token)).Status == HttpStatusCode.Unauthorized);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var since = System.Diagnostics.Stopwatch.StartNew(); !await condition(); await Task.Delay(10))
            Assert.True(since.Elapsed < Patience, $"not so after {since.Elapsed}");
    }
}
