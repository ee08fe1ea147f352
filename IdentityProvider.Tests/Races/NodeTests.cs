using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Races;

/// <summary>
/// What one node changes, another heeds: at once where PostgreSQL tells it, and after
/// <c>Protocol:LivenessCheckInterval</c> (1 second) at the latest. Between checks a token costs no look into the database.
/// </summary>
public abstract class NodeTests(DatabaseKind kind)
{
    // The interval, and as much again for a busy machine.
    private static readonly TimeSpan Heeded = TimeSpan.FromSeconds(2);

    [ToolFact]
    [Trait("Requirement", "CL-3")]
    public async Task A_session_that_one_node_ends_is_ended_at_the_other_too()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        await using var one = Provider.StartOn(database);
        await using var other = Provider.StartOn(database, settings => settings.With("Issuer", one.Issuer));
        var person = await one.Accounts.RegisterVerifiedAsync();
        var token = (await new App(one).SignInAsync(person)).ExpectSuccess()["access_token"]!.ToString();
        Assert.Equal(HttpStatusCode.OK, (await ProfileAsync(other, token)).Status);

        Assert.Equal(HttpStatusCode.OK, (await new App(one).CallAsync(HttpMethod.Post, "/logout", token: token)).Status);
        var since = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.Unauthorized, (await ProfileAsync(one, token)).Status);
        while ((await ProfileAsync(other, token)).Status == HttpStatusCode.OK)
            Assert.True(since.Elapsed < Heeded, $"still good after {since.Elapsed}");
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

    private static Task<ApiAnswer> ProfileAsync(Provider provider, string token) => new App(provider).CallAsync(HttpMethod.Get, "/profile", token: token);

    // Of everything that looks into the database in the background, only this asks for revocations.
    private static int Looks(Provider provider) => provider.Logs.Lines.Count(line =>
        line.Category == "Microsoft.EntityFrameworkCore.Database.Command" && line.Text.Contains("Grants", StringComparison.Ordinal) && line.Text.Contains("EXISTS", StringComparison.Ordinal));
}

[Trait("Database", "Sqlite")]
public sealed class NodeTestsOnSqlite() : NodeTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class NodeTestsOnPostgreSql() : NodeTests(DatabaseKind.PostgreSql);
