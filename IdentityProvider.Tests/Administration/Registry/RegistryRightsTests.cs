using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>Who may do what with clients, scopes and API resources, and what a client may do that acts for itself.</summary>
public sealed class RegistryRightsTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private static readonly string[] Collections = ["/api/clients", "/api/scopes", "/api/resources"];
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task Somebody_without_the_role_may_do_none_of_it()
    {
        var user = await Registrar.OfRoleAsync(_provider, "user");
        foreach (var (method, path, body) in Calls())
            (await user.SendAsync(method, path, body, ifMatch: "*")).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        foreach (var (method, path, body) in Calls())
            (await new Registrar(_provider, token: null).SendAsync(method, path, body, ifMatch: "*")).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task A_token_without_the_scope_is_refused_whatever_the_role()
    {
        var rp = _provider.RelyingParty();
        var person = await _provider.AddStaffAsync("superAdmin");
        var signedIn = await rp.SignInAsync(_provider.NewBrowser().UsedBy(person), rp.Request("openid orders.read"));
        foreach (var (method, path, body) in Calls())
            (await new Registrar(_provider, signedIn.Tokens.AccessToken).SendAsync(method, path, body, ifMatch: "*")).ExpectRefusal(HttpStatusCode.Forbidden, "insufficient_scope");
    }

    [Fact]
    public async Task An_admin_registers_and_only_a_superAdmin_deletes()
    {
        var admin = await Registrar.OfRoleAsync(_provider, "admin");
        var client = await admin.AddAsync(Registrar.WebApp());
        (await admin.DeleteAsync(client.Path)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        (await (await Registrar.OfRoleAsync(_provider, "superAdmin")).DeleteAsync(client.Path)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_counts_at_once()
    {
        var person = await _provider.AddStaffAsync("admin");
        var token = (await new App(_provider).SignInAsync(person)).ExpectAccessToken();
        var registrar = new Registrar(_provider, token);
        await registrar.AddAsync(Registrar.WebApp());
        var superAdmin = (await new App(_provider).SignInAsync(await _provider.AddStaffAsync("superAdmin"))).ExpectAccessToken();
        (await new App(_provider).UsersAsync(HttpMethod.Put, $"/{person.UserId}/roles", new JsonObject { ["roles"] = new JsonArray("user") }, superAdmin)).Expect(HttpStatusCode.OK);
        (await registrar.PostAsync("/api/clients", Registrar.WebApp())).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_machine_that_was_granted_the_scopes_administers_and_never_deletes()
    {
        var machine = await Registrar.OfMachineAsync(_provider, await (await Registrar.OfRoleAsync(_provider, "superAdmin")).AddAsync(Registrar.Machine("clients users")));
        var client = await machine.AddAsync(Registrar.WebApp());
        (await machine.ChangeAsync(client.Path, body => body["client_name"] = "By a machine")).Expect(HttpStatusCode.OK);
        (await machine.DeleteAsync(client.Path)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");

        var person = Person.New();
        var made = (await machine.PostAsync("/api/users", Staff.InvitationOf(person, "user"))).Expect(HttpStatusCode.Created);
        var address = $"/api/users/{made["id"]}";
        (await machine.GetAsync(address)).Expect(HttpStatusCode.OK);
        (await machine.SendAsync(HttpMethod.Patch, address, new JsonObject { ["city"] = "Yangon" })).Expect(HttpStatusCode.OK);
        (await machine.SendAsync(HttpMethod.Delete, address)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        (await machine.PostAsync("/api/users", Staff.InvitationOf(Person.New(), "superAdmin"))).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
    }

    [Fact]
    public async Task A_machine_has_only_the_scope_that_it_was_granted_and_no_account_of_its_own()
    {
        var machine = await Registrar.OfMachineAsync(_provider, await (await Registrar.OfRoleAsync(_provider, "superAdmin")).AddAsync(Registrar.Machine("clients account orders.read")));
        (await machine.GetAsync("/api/clients")).Expect(HttpStatusCode.OK);
        (await machine.GetAsync("/api/users")).ExpectRefusal(HttpStatusCode.Forbidden, "insufficient_scope");
        (await machine.GetAsync("/api/account/profile")).ExpectRefusal(HttpStatusCode.Forbidden, "insufficient_scope");
    }

    [Fact]
    public async Task What_is_taken_from_a_machine_counts_at_its_next_request()
    {
        var superAdmin = await Registrar.OfRoleAsync(_provider, "superAdmin");
        var client = await superAdmin.AddAsync(Registrar.Machine("clients orders.read"));
        var machine = await Registrar.OfMachineAsync(_provider, client);
        (await machine.GetAsync("/api/clients")).Expect(HttpStatusCode.OK);

        (await superAdmin.ChangeAsync(client.Path, body => body["enabled"] = false)).Expect(HttpStatusCode.OK);
        (await machine.GetAsync("/api/clients")).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        (await superAdmin.ChangeAsync(client.Path, body => body["enabled"] = true)).Expect(HttpStatusCode.OK);
        (await machine.GetAsync("/api/clients")).Expect(HttpStatusCode.OK);
        (await superAdmin.ChangeAsync(client.Path, body => body["scope"] = "orders.read")).Expect(HttpStatusCode.OK);
        (await machine.GetAsync("/api/clients")).ExpectRefusal(HttpStatusCode.Forbidden, "insufficient_scope");
    }

    [Fact]
    public async Task The_trail_names_the_machine_that_did_it()
    {
        var client = await (await Registrar.OfRoleAsync(_provider, "superAdmin")).AddAsync(Registrar.Machine("clients"));
        var added = await (await Registrar.OfMachineAsync(_provider, client)).AddAsync(Registrar.WebApp());
        var entry = await _provider.InScopeAsync((IdentityProvider.Data.ProviderDbContext db) => Task.FromResult(
            db.AuditEvents.Single(row => row.TargetId == added.Id)));
        Assert.Equal(("client_registered", "client", client.Id), (entry.Name, entry.ActorType, entry.ActorId));
        Assert.DoesNotContain(added.Secret!, entry.After, StringComparison.Ordinal);
        Assert.Contains("https://app.example/callback", entry.After, StringComparison.Ordinal);
    }

    private static IEnumerable<(HttpMethod Method, string Path, JsonObject? Body)> Calls() => Collections.SelectMany(collection =>
        new (HttpMethod, string, JsonObject?)[]
        {
            (HttpMethod.Get, collection, null),
            (HttpMethod.Get, $"{collection}/any", null),
            (HttpMethod.Post, collection, collection == "/api/clients" ? Registrar.WebApp() : new JsonObject { ["name"] = Registrar.NewName() }),
            (HttpMethod.Put, $"{collection}/any", collection == "/api/clients" ? Registrar.WebApp("any") : new JsonObject { ["name"] = "any" }),
            (HttpMethod.Delete, $"{collection}/any", null),
        });
}
