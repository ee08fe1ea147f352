using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Races;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>Several administrators at the same instant.</summary>
public abstract class RegistryRaces(ProviderFixture fixture) : IAsyncLifetime
{
    private const int Callers = 6;
    private readonly Provider _provider = fixture.Provider;
    private Registrar _admin = null!;

    public async Task InitializeAsync() => _admin = await Registrar.OfRoleAsync(_provider, "superAdmin");

    public Task DisposeAsync() => Task.CompletedTask;

    [ToolFact]
    public async Task Of_changes_made_from_one_version_one_wins_and_the_others_are_told()
    {
        var client = await _admin.AddAsync(Registrar.WebApp());
        var seen = (await _admin.GetAsync(client.Path)).Headers.ETag!.ToString();
        var answers = await AtOnce.CallAsync(Callers, number =>
        {
            var body = Registrar.WebApp(client.Id);
            body["client_name"] = $"By number {number}";
            return _admin.SendAsync(HttpMethod.Put, client.Path, body, seen);
        });
        var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Except([winner]), answer => answer.ExpectRefusal(HttpStatusCode.PreconditionFailed, "changed_meanwhile"));
        Assert.Equal((string)winner.Body!["client_name"]!, (string)(await _admin.GetAsync(client.Path)).Expect(HttpStatusCode.OK)["client_name"]!);
    }

    [ToolFact]
    public async Task Of_clients_and_APIs_of_one_name_one_is_registered()
    {
        var name = Registrar.NewName();
        var answers = await AtOnce.CallAsync(Callers, number => number % 2 == 0
            ? _admin.PostAsync("/api/clients", Registrar.WebApp(name))
            : _admin.PostAsync("/api/resources", new JsonObject { ["name"] = name }));
        var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Except([winner]), answer => answer.ExpectRefusal(HttpStatusCode.Conflict, "name_taken"));
    }

    [ToolFact]
    public async Task A_name_is_registered_and_deleted_again_and_again_and_never_breaks()
    {
        var name = Registrar.NewName();
        var answers = await AtOnce.CallAsync(Callers * 2, number => number % 2 == 0
            ? _admin.PostAsync("/api/clients", Registrar.WebApp(name))
            : _admin.DeleteAsync($"/api/clients/{name}"));
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.OK, HttpStatusCode.NotFound }));
        var there = answers.Count(answer => answer.Status == HttpStatusCode.Created) - answers.Count(answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(there == 1 ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await _admin.GetAsync($"/api/clients/{name}")).Status);
    }

    [ToolFact]
    public async Task A_scope_never_goes_from_under_a_client_that_takes_it()
    {
        for (var round = 0; round < 3; round++)
        {
            var scope = Registrar.NewName("scope");
            (await _admin.PostAsync("/api/scopes", new JsonObject { ["name"] = scope })).Expect(HttpStatusCode.Created);
            var answers = await AtOnce.CallAsync(2, number => number == 0
                ? _admin.PostAsync("/api/clients", Registrar.Machine(scope))
                : _admin.DeleteAsync($"/api/scopes/{scope}"));
            Assert.Single(answers, answer => answer.Status is HttpStatusCode.Created or HttpStatusCode.OK);
            Assert.Single(answers, answer => answer.Status is HttpStatusCode.Conflict or HttpStatusCode.BadRequest);
        }
    }

    [ToolFact]
    public async Task A_refresh_while_the_client_is_deleted_leaves_nothing_to_a_client_of_that_name()
    {
        var body = Registrar.WebApp();
        var client = await _admin.AddAsync(body);
        var rp = client.At(_provider);
        var tokens = (await rp.SignInAsync(await _provider.NewPersonAtBrowserAsync(), rp.Request("openid offline_access"))).Tokens;
        var deleting = _admin.DeleteAsync(client.Path);
        var refreshed = await rp.RefreshAsync(tokens.ExpectRefreshToken());
        (await deleting).Expect(HttpStatusCode.OK);
        Assert.True(refreshed.Status == HttpStatusCode.OK || refreshed.Error is "invalid_client" or "invalid_grant", refreshed.ToString());

        await _admin.AddAsync(body.DeepClone().AsObject());
        Assert.Equal(0, await _provider.InScopeAsync((ProviderDbContext db) => db.Grants.CountAsync(grant => grant.ClientId == client.Id && grant.Type != "revocation")));
    }
}

[Trait("Database", "Sqlite")]
public sealed class RegistryRacesOnSqlite(SqliteProvider fixture) : RegistryRaces(fixture), IClassFixture<SqliteProvider>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class RegistryRacesOnPostgreSql(PostgreSqlProvider fixture) : RegistryRaces(fixture), IClassFixture<PostgreSqlProvider>;
