using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>Only the highest role deals with a client that has rights over others: by its secret and its redirect URIs anybody could have what its users have.</summary>
public sealed class ClientRightsTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>, IAsyncLifetime
{
    private readonly Provider _provider = fixture.Provider;
    private Registrar _admin = null!;
    private Registrar _superAdmin = null!;

    public static TheoryData<string, string> Given => new()
    {
        { """{ "scope": "openid users" }""", "users" },
        { """{ "scope": "openid clients", "require_consent": true }""", "clients" },
        { """{ "scope": "openid users clients account offline_access" }""", "account" },
        { """{ "scope": "openid account" }""", "without asking them" },
        { """{ "scope": "openid account", "require_consent": null, "first_party": true }""", "without asking them" },
        { """{ "scope": "account", "require_consent": true, "first_party": true, "redirect_uris": [], "response_types": [], "grant_types": ["urn:identityprovider:grant:phone_password"] }""", "account" },
        { """{ "scope": "clients", "redirect_uris": [], "response_types": [], "grant_types": ["client_credentials"] }""", "the audit log" },
    };

    public static TheoryData<string> NotGiven =>
    [
        """{ "scope": "openid profile offline_access orders.read" }""",
        """{ "scope": "openid account", "require_consent": true }""",
        """{ "scope": "openid profile", "first_party": true }""",
        """{ "scope": "account", "redirect_uris": [], "response_types": [], "grant_types": ["client_credentials"] }""",
    ];

    public async Task InitializeAsync() =>
        (_admin, _superAdmin) = (await Registrar.OfRoleAsync(_provider, "admin"), await Registrar.OfRoleAsync(_provider, "superAdmin"));

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Given))]
    public async Task Rights_over_others_are_given_by_the_highest_role_alone(string members, string named)
    {
        var refused = (await _admin.PostAsync("/api/clients", With(members))).ExpectRefusal(HttpStatusCode.Forbidden, "scope_not_allowed");
        Assert.Contains(named, (string)refused["detail"]!, StringComparison.Ordinal);
        Assert.Contains("only the role superAdmin", Assert.Single(refused["errors"]!["scope"]!.AsArray())!.ToString(), StringComparison.Ordinal);

        var plain = await _admin.AddAsync(Registrar.WebApp(scope: "openid"));
        (await _admin.ChangeAsync(plain.Path, body => Set(body, members))).ExpectRefusal(HttpStatusCode.Forbidden, "scope_not_allowed");
        (await _superAdmin.ChangeAsync(plain.Path, body => Set(body, members))).Expect(HttpStatusCode.OK);
        await _superAdmin.AddAsync(With(members));
    }

    [Theory]
    [MemberData(nameof(NotGiven))]
    public async Task What_gives_no_rights_over_others_is_for_everybody_who_may_change_clients(string members)
    {
        var client = await _admin.AddAsync(With(members));
        (await _admin.ChangeAsync(client.Path, body => body["client_name"] = "Renamed")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Given))]
    public async Task A_client_with_rights_over_others_is_changed_by_the_highest_role_alone(string members, string named)
    {
        var client = await _superAdmin.AddAsync(With(members));
        foreach (var change in new Action<JsonObject>[]
        {
            body => body["client_name"] = "Renamed",
            body => body["scope"] = "openid",
            body => body["token_endpoint_auth_method"] = "none",
            body => (body["redirect_uris"], body["grant_types"]) = (new JsonArray("https://evil.example/callback"), new JsonArray("authorization_code")),
            body => (body["enabled"], body["client_name"]) = (false, "Renamed"),
        })
        {
            var refused = (await _admin.ChangeAsync(client.Path, change)).ExpectRefusal(HttpStatusCode.Forbidden, "client_protected");
            Assert.Contains(named, (string)refused["detail"]!, StringComparison.Ordinal);
        }

        (await _admin.PostAsync($"{client.Path}/secrets", new JsonObject())).ExpectRefusal(HttpStatusCode.Forbidden, "client_protected");
        (await _superAdmin.PostAsync($"{client.Path}/secrets", new JsonObject())).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Everybody_who_may_change_clients_disables_one_and_the_highest_role_enables_it_again()
    {
        var client = await _superAdmin.AddAsync(With("""{ "scope": "openid users" }"""));
        (await _admin.ChangeAsync(client.Path, body => body["enabled"] = false)).Expect(HttpStatusCode.OK);
        (await _admin.ChangeAsync(client.Path, body => body["enabled"] = true)).ExpectRefusal(HttpStatusCode.Forbidden, "client_protected");
        // What is disabled is as protected as before.
        (await _admin.PostAsync($"{client.Path}/secrets", new JsonObject())).ExpectRefusal(HttpStatusCode.Forbidden, "client_protected");
        (await _admin.ChangeAsync(client.Path, body => body["client_name"] = "Renamed")).ExpectRefusal(HttpStatusCode.Forbidden, "client_protected");
        (await _superAdmin.ChangeAsync(client.Path, body => body["enabled"] = true)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_machine_gives_no_rights_below_the_highest_rank_not_even_its_own()
    {
        var machine = await Registrar.OfMachineAsync(_provider, await _superAdmin.AddAsync(Registrar.Machine("clients")));
        await machine.AddAsync(Registrar.WebApp());
        foreach (var scope in new[] { "clients", "users", "clients users" })
            (await machine.PostAsync("/api/clients", Registrar.Machine(scope))).ExpectRefusal(HttpStatusCode.Forbidden, "scope_not_allowed");
    }

    [Fact]
    public async Task A_machine_of_the_highest_rank_gives_them_and_an_admin_still_changes_no_such_client()
    {
        await using var provider = await Provider.StartAsync(settings => settings
            .With("Accounts:Permissions:Machines", "superAdmin").With("Accounts:Permissions:DeleteConfiguration", "admin"));
        var (admin, superAdmin) = (await Registrar.OfRoleAsync(provider, "admin"), await Registrar.OfRoleAsync(provider, "superAdmin"));
        var machine = await Registrar.OfMachineAsync(provider, await superAdmin.AddAsync(Registrar.Machine("clients")));
        var tool = await machine.AddAsync(Registrar.WebApp(scope: "openid users"));
        (await admin.ChangeAsync(tool.Path, body => body["redirect_uris"] = new JsonArray("https://evil.example/callback")))
            .ExpectRefusal(HttpStatusCode.Forbidden, "client_protected");
        (await admin.DeleteAsync(tool.Path)).ExpectRefusal(HttpStatusCode.Forbidden, "client_protected");
        (await machine.DeleteAsync(tool.Path)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_public_client_that_gets_a_secret_leaves_that_in_the_trail()
    {
        var client = await _admin.AddAsync(With("""{ "token_endpoint_auth_method": "none" }"""));
        var changed = (await _admin.ChangeAsync(client.Path, body => body["token_endpoint_auth_method"] = "client_secret_basic")).Expect(HttpStatusCode.OK);
        Assert.NotNull(changed["client_secret"]);
        var names = await _provider.InScopeAsync((ProviderDbContext db) =>
            db.AuditEvents.Where(row => row.TargetId == client.Id).OrderBy(row => row.Name).Select(row => row.Name).ToListAsync());
        Assert.Equal(["client_changed", "client_registered", "client_secret_rotated"], names);
    }

    private static JsonObject With(string members)
    {
        var body = Registrar.WebApp(scope: "openid");
        Set(body, members);
        return body;
    }

    private static void Set(JsonObject body, string members)
    {
        // Where nobody comes back by a browser, there are no addresses.
        var set = JsonNode.Parse(members)!.AsObject();
        if (set.ContainsKey("response_types"))
            body["post_logout_redirect_uris"] = new JsonArray();
        foreach (var (name, value) in set)
            body[name] = value?.DeepClone();
    }
}
