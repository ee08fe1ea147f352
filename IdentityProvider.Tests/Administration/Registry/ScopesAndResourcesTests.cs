using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary><c>/api/scopes</c> and <c>/api/resources</c>.</summary>
public sealed class ScopesAndResourcesTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>, IAsyncLifetime
{
    private readonly Provider _provider = fixture.Provider;
    private Registrar _admin = null!;
    private Registrar _superAdmin = null!;

    public async Task InitializeAsync()
    {
        _admin = await Registrar.OfRoleAsync(_provider, "admin");
        _superAdmin = await Registrar.OfRoleAsync(_provider, "superAdmin");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_new_API_with_its_scope_takes_tokens_at_once()
    {
        var scope = await AddScopeAsync();
        var api = $"https://{scope}.example/v1";
        var created = await _admin.PostAsync("/api/resources", new JsonObject { ["name"] = api, ["display_name"] = "Parcels", ["scopes"] = new JsonArray(scope) });
        Assert.Empty(created.Expect(HttpStatusCode.Created)["secrets"]!.AsArray());
        var address = created.Headers.Location!.ToString();
        Assert.Equal($"/api/resources/{Uri.EscapeDataString(api)}", address);

        var machine = await _admin.AddAsync(Registrar.Machine(scope));
        var token = Jwt.Parse((await machine.At(_provider).ClientCredentialsAsync(scope)).ExpectAccessToken());
        Assert.Equal(api, (string)token.Payload["aud"]!);

        var secret = (string)(await _admin.PostAsync($"{address}/secrets", new JsonObject())).Expect(HttpStatusCode.OK)["secret"]!;
        Assert.True((bool)(await new ApiServer(_provider, api, secret).IntrospectAsync(token.Text))["active"]!);
        var next = (string)(await _admin.PostAsync($"{address}/secrets", new JsonObject { ["old_secret_expires_in"] = 60 })).Expect(HttpStatusCode.OK)["secret"]!;
        foreach (var good in new[] { secret, next })
            Assert.True((bool)(await new ApiServer(_provider, api, good).IntrospectAsync(token.Text))["active"]!);
        _provider.Clock.Advance(TimeSpan.FromSeconds(61));
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => new ApiServer(_provider, api, secret).IntrospectAsync(token.Text));

        (await _admin.ChangeAsync(address, body => body["display_name"] = "Parcels and letters")).Expect(HttpStatusCode.OK);
        Assert.True((bool)(await new ApiServer(_provider, api, next).IntrospectAsync(token.Text))["active"]!);
        (await _superAdmin.DeleteAsync(address)).Expect(HttpStatusCode.OK);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => new ApiServer(_provider, api, next).IntrospectAsync(token.Text));
    }

    [Fact]
    public async Task A_scope_is_registered_read_changed_and_deleted()
    {
        var name = Registrar.NewName("scope") + "/read";
        var created = await _admin.PostAsync("/api/scopes", new JsonObject { ["name"] = name, ["display_name"] = "Read parcels" });
        created.Expect(HttpStatusCode.Created);
        var address = created.Headers.Location!.ToString();
        var changed = await _admin.ChangeAsync(address, body => body["description"] = "Where they are.");
        Assert.Equal("Where they are.", (string)changed.Expect(HttpStatusCode.OK)["description"]!);
        (await _superAdmin.SendAsync(HttpMethod.Delete, address, ifMatch: created.Headers.ETag!.ToString())).ExpectRefusal(HttpStatusCode.PreconditionFailed, "changed_meanwhile");
        (await _superAdmin.SendAsync(HttpMethod.Delete, address, ifMatch: changed.Headers.ETag!.ToString())).Expect(HttpStatusCode.OK);
        (await _admin.GetAsync(address)).ExpectRefusal(HttpStatusCode.NotFound, "scope_not_found");
    }

    [Fact]
    public async Task A_scope_in_use_stays_and_the_answer_says_who_uses_it()
    {
        var scope = await AddScopeAsync();
        var client = await _admin.AddAsync(Registrar.Machine(scope));
        var refused = (await _superAdmin.DeleteAsync($"/api/scopes/{scope}")).ExpectRefusal(HttpStatusCode.Conflict, "scope_in_use");
        Assert.Contains($"the client {client.Id}", (string)refused["detail"]!, StringComparison.Ordinal);

        (await _admin.ChangeAsync(client.Path, body => body["scope"] = "orders.read")).Expect(HttpStatusCode.OK);
        var api = Registrar.NewName("api");
        (await _admin.PostAsync("/api/resources", new JsonObject { ["name"] = api, ["scopes"] = new JsonArray(scope) })).Expect(HttpStatusCode.Created);
        refused = (await _superAdmin.DeleteAsync($"/api/scopes/{scope}")).ExpectRefusal(HttpStatusCode.Conflict, "scope_in_use");
        Assert.Contains($"the API resource {api}", (string)refused["detail"]!, StringComparison.Ordinal);
        (await _superAdmin.DeleteAsync($"/api/resources/{api}")).Expect(HttpStatusCode.OK);
        (await _superAdmin.DeleteAsync($"/api/scopes/{scope}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_built_in_stays()
    {
        (await _superAdmin.DeleteAsync("/api/scopes/users")).ExpectRefusal(HttpStatusCode.Conflict, "built_in");
        (await _admin.ChangeAsync("/api/scopes/users", body => body["display_name"] = "Mine")).ExpectRefusal(HttpStatusCode.Conflict, "built_in");
        (await _admin.PostAsync("/api/scopes", new JsonObject { ["name"] = "users" })).ExpectRefusal(HttpStatusCode.Conflict, "name_taken");
        (await _superAdmin.DeleteAsync("/api/scopes/openid")).ExpectRefusal(HttpStatusCode.NotFound, "scope_not_found");
        (await _admin.PostAsync("/api/scopes", new JsonObject { ["name"] = "openid" })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        (await _superAdmin.DeleteAsync("/api/scopes/orders.read")).ExpectRefusal(HttpStatusCode.Conflict, "configured_in_file");
        (await _superAdmin.DeleteAsync($"/api/resources/{Uri.EscapeDataString(TestClients.OrdersApi)}")).ExpectRefusal(HttpStatusCode.Conflict, "configured_in_file");
    }

    [Theory]
    [InlineData("""{ "name": "with space" }""", "name")]
    [InlineData("""{ "name": "with%2Fescape" }""", "name")]
    [InlineData("""{ "name": "" }""", "name")]
    [InlineData("""{}""", "name")]
    [InlineData("""{ "name": "fine", "descripton": "x" }""", "descripton")]
    [InlineData("""{ "name": "fine", "display_name": 7 }""", "display_name")]
    [InlineData("""{ "name": "fine", "display_name": "two\nlines" }""", "display_name")]
    public async Task A_wrong_member_of_a_scope_is_told_by_name(string body, string member)
    {
        var refused = (await _admin.PostAsync("/api/scopes", JsonNode.Parse(body)!)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal([member], refused["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("""{ "name": "api x" }""", "name")]
    [InlineData("""{ "name": "api", "scopes": ["unheard.of"] }""", "scopes")]
    [InlineData("""{ "name": "api", "scopes": ["users"] }""", "scopes")]
    [InlineData("""{ "name": "api", "scopes": ["openid"] }""", "scopes")]
    [InlineData("""{ "name": "api", "scopes": "orders.read" }""", "scopes")]
    [InlineData("""{ "name": "api", "secret": "my own" }""", "secret")]
    public async Task A_wrong_member_of_an_API_is_told_by_name(string body, string member)
    {
        var refused = (await _admin.PostAsync("/api/resources", JsonNode.Parse(body)!)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal([member], refused["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task An_API_takes_no_scope_of_an_API_of_a_file_and_not_the_name_of_the_issuer()
    {
        var scope = await AddScopeAsync();
        var api = $"https://{scope}.example";
        (await _admin.PostAsync("/api/resources", new JsonObject { ["name"] = api, ["scopes"] = new JsonArray(scope) })).Expect(HttpStatusCode.Created);
        foreach (var answer in new[]
        {
            await _admin.PostAsync("/api/resources", new JsonObject { ["name"] = api + "/other", ["scopes"] = new JsonArray(scope, "orders.read") }),
            await _admin.ChangeAsync($"/api/resources/{Uri.EscapeDataString(api)}", body => body["scopes"]!.AsArray().Add("orders.read")),
        })
        {
            var refused = answer.ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
            Assert.Contains($"belongs to {TestClients.OrdersApi}", Assert.Single(refused["errors"]!["scopes"]!.AsArray())!.ToString(), StringComparison.Ordinal);
        }

        foreach (var name in new[] { _provider.Issuer, _provider.Issuer + "/", _provider.Issuer.ToUpperInvariant() })
        {
            var refused = (await _admin.PostAsync("/api/resources", new JsonObject { ["name"] = name })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
            Assert.Contains("It is the issuer's", Assert.Single(refused["errors"]!["name"]!.AsArray())!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task They_are_listed_with_where_they_come_from()
    {
        var scope = await AddScopeAsync();
        var found = (await _admin.GetAsync($"/api/scopes?search={scope}")).Expect(HttpStatusCode.OK)["items"]!.AsArray();
        Assert.Equal("database", (string)Assert.Single(found)!["source"]!);
        var sources = (await _admin.GetAsync("/api/scopes?pageSize=100")).Expect(HttpStatusCode.OK)["items"]!.AsArray().Select(item => (string)item!["source"]!).Distinct();
        Assert.Equal(["built_in", "database", "file"], sources.Order());
        Assert.Equal("file", (string)(await _admin.GetAsync("/api/resources?search=stock")).Expect(HttpStatusCode.OK)["items"]![0]!["source"]!);
    }

    private async Task<string> AddScopeAsync()
    {
        var name = Registrar.NewName("scope");
        (await _admin.PostAsync("/api/scopes", new JsonObject { ["name"] = name })).Expect(HttpStatusCode.Created);
        return name;
    }
}
