using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>What is registered at one node counts at the others: PostgreSQL tells them, and by themselves they look every second.</summary>
public abstract class RegistryNodeTests(DatabaseKind kind)
{
    // The second, and a busy machine.
    private static readonly TimeSpan Heeded = TimeSpan.FromSeconds(20);

    [ToolFact]
    public async Task What_one_node_registers_changes_and_deletes_the_other_serves()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        await using var one = Provider.StartOn(database);
        await using var other = Provider.StartOn(database, settings => settings.With("Issuer", one.Issuer));
        var admin = await Registrar.OfRoleAsync(one, "superAdmin");
        var client = await admin.AddAsync(Registrar.Machine("orders.read"));
        await UntilAsync(async () => (await client.At(other).ClientCredentialsAsync("orders.read")).Status == HttpStatusCode.OK);

        (await admin.ChangeAsync(client.Path, body => body["scope"] = "orders.write")).Expect(HttpStatusCode.OK);
        await UntilAsync(async () => (await client.At(other).ClientCredentialsAsync("orders.read")).Error == "invalid_scope");
        (await admin.DeleteAsync(client.Path)).Expect(HttpStatusCode.OK);
        await UntilAsync(async () => (await client.At(other).ClientCredentialsAsync("orders.write")).Error == "invalid_client");
    }

    [ToolFact]
    public async Task Two_nodes_change_one_client_and_one_of_them_wins()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        await using var one = Provider.StartOn(database);
        await using var other = Provider.StartOn(database, settings => settings.With("Issuer", one.Issuer));
        var admin = await Registrar.OfRoleAsync(one, "superAdmin");
        var client = await admin.AddAsync(Registrar.WebApp());
        var seen = (await admin.At(other).GetAsync(client.Path)).Headers.ETag!.ToString();
        var answers = await Task.WhenAll(new[] { admin, admin.At(other), admin, admin.At(other) }.Select(registrar =>
            registrar.SendAsync(HttpMethod.Put, client.Path, Registrar.WebApp(client.Id), seen)));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.PreconditionFailed));
    }

    [ToolFact]
    public async Task Where_one_node_lets_a_client_s_codes_go_elsewhere_the_other_asks_for_consent_at_once()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        await using var one = Provider.StartOn(database);
        await using var other = Provider.StartOn(database, settings => settings.With("Issuer", one.Issuer));
        var admin = await Registrar.OfRoleAsync(one, "admin");
        var body = Registrar.WebApp();
        body["require_consent"] = true;
        var (client, browser) = (await admin.AddAsync(body), await one.NewPersonAtBrowserAsync());
        var rp = client.At(one);
        await rp.SignInAsync(browser);
        (await rp.VisitAsync(browser, rp.Request())).ExpectCallback();

        body["redirect_uris"] = new JsonArray(client.RedirectUri, "https://new.example/callback");
        (await admin.At(other).SendAsync(HttpMethod.Put, client.Path, body, "*")).Expect(HttpStatusCode.OK);
        Assert.Equal(HostedPages.ConsentPath, (await rp.VisitAsync(browser, rp.Request())).ExpectPage().Path);
    }

    [ToolFact]
    public async Task While_the_database_is_away_what_is_known_is_served_and_afterwards_what_is_new()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        await using var one = Provider.StartOn(database, settings => settings.With("Clients:Demo", "false"));
        await using var other = Provider.StartOn(database, settings => settings.With("Issuer", one.Issuer));
        var admin = await Registrar.OfRoleAsync(one, "superAdmin");
        var client = await admin.AddAsync(Registrar.Machine("orders.read"));
        await UntilAsync(async () => (await client.At(other).ClientCredentialsAsync("orders.read")).Status == HttpStatusCode.OK);

        await RenameAsync(one, "RegistryState", "Away");
        await UntilAsync(() => Task.FromResult(other.Logs.Lines.Any(line => line.Text.Contains("can't be looked up in the database for now", StringComparison.Ordinal))));
        (await client.At(other).ClientCredentialsAsync("orders.read")).ExpectSuccess();
        await RenameAsync(one, "Away", "RegistryState");

        var next = await admin.AddAsync(Registrar.Machine("orders.read"));
        await UntilAsync(async () => (await next.At(other).ClientCredentialsAsync("orders.read")).Status == HttpStatusCode.OK);
    }

    [ToolFact]
    public async Task A_file_that_later_has_the_name_of_a_registered_client_counts()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        RegisteredClient client;
        await using (var before = Provider.StartOn(database))
            client = await (await Registrar.OfRoleAsync(before, "superAdmin")).AddAsync(Registrar.Machine("orders.read"));

        var file = TestClients.File();
        file["clients"]!.AsArray().Add(new JsonObject
        {
            ["client_id"] = client.Id, ["client_secret"] = "the-secret-of-the-file", ["grant_types"] = new JsonArray("client_credentials"), ["scope"] = "stock.read",
        });
        await using (var after = Provider.StartOn(database, settings => settings.WithClients(file)))
        {
            Assert.Equal("invalid_client", (await client.At(after).ClientCredentialsAsync("orders.read")).Error);
            (await (client with { Secret = "the-secret-of-the-file" }).At(after).ClientCredentialsAsync("stock.read")).ExpectSuccess();
            Assert.Contains(after.Logs.Lines, line => line.Text.Contains($"client \"{client.Id}\"", StringComparison.Ordinal));
        }

        await using var again = Provider.StartOn(database);
        (await client.At(again).ClientCredentialsAsync("orders.read")).ExpectSuccess();
    }

    private static Task<int> RenameAsync(Provider provider, string from, string to) => provider.InScopeAsync((ProviderDbContext db) =>
#pragma warning disable EF1002 // Names of tables can't be parameters.
        db.Database.ExecuteSqlRawAsync($"ALTER TABLE \"{from}\" RENAME TO \"{to}\""));
#pragma warning restore EF1002

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var since = System.Diagnostics.Stopwatch.StartNew(); !await condition(); await Task.Delay(20))
            Assert.True(since.Elapsed < Heeded, $"not so after {since.Elapsed}");
    }
}

[Trait("Database", "Sqlite")]
public sealed class RegistryNodeTestsOnSqlite() : RegistryNodeTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class RegistryNodeTestsOnPostgreSql() : RegistryNodeTests(DatabaseKind.PostgreSql);
