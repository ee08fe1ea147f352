using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>What <c>/api/clients</c> takes, answers and refuses.</summary>
public sealed class ClientsApiTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>, IAsyncLifetime
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

    public static TheoryData<string, string> BadRedirectUris => new()
    {
        { "/callback", "absolute" },
        { "callback", "absolute" },
        { "//app.example/callback", "absolute" },
        { "https://*.app.example/callback", "wildcard" },
        { "https://app.example/*", "wildcard" },
        { "https://app.example/callback#part", "fragment" },
        { "javascript:alert(1)", "javascript" },
        { "JAVASCRIPT:alert(1)", "javascript" },
        { "data:text/html,hello", "data" },
        { "vbscript:msgbox", "vbscript" },
        { "blob:https://app.example/1", "blob" },
        { "file:///etc/passwd", "file" },
        { "http://app.example/callback", "https" },
        { "http://localhost.app.example/callback", "https" },
        { "http://192.168.0.10/callback", "https" },
        { "https://user@app.example/callback", "user name" },
        { "https://app.example\\@evil.example/", "absolute" },
        { "https://app.example/call back", "character" },
        { "https://", "absolute" },
        { "com.example.app:/callback", "native" },
        { "", "absolute" },
    };

    [Fact]
    public async Task A_client_is_registered_read_changed_and_deleted()
    {
        var id = Registrar.NewName();
        var created = await _admin.PostAsync("/api/clients", Registrar.WebApp(id));
        var client = created.Expect(HttpStatusCode.Created);
        Assert.Equal($"/api/clients/{id}", created.Headers.Location!.ToString());
        Assert.Equal(43, ((string)client["client_secret"]!).Length);
        Assert.Equal(0, (int)client["client_secret_expires_at"]!);
        Assert.Equal("database", (string)client["source"]!);
        Assert.Equal("client_secret_basic", (string)client["token_endpoint_auth_method"]!);

        var read = await _admin.GetAsync($"/api/clients/{id}");
        Assert.Equal(created.Headers.ETag, read.Headers.ETag);
        Assert.False(read.Headers.ETag!.IsWeak);
        Assert.False(read.Expect(HttpStatusCode.OK).ContainsKey("client_secret"));
        Assert.Single(read.Body!["secrets"]!.AsArray());

        var changed = await _admin.ChangeAsync($"/api/clients/{id}", body => body["client_name"] = "Another name");
        Assert.Equal("Another name", (string)changed.Expect(HttpStatusCode.OK)["client_name"]!);
        Assert.NotEqual(read.Headers.ETag, changed.Headers.ETag);
        Assert.Single(changed.Body!["secrets"]!.AsArray());

        (await _superAdmin.SendAsync(HttpMethod.Delete, $"/api/clients/{id}", ifMatch: changed.Headers.ETag!.ToString())).Expect(HttpStatusCode.OK);
        (await _admin.GetAsync($"/api/clients/{id}")).ExpectRefusal(HttpStatusCode.NotFound, "client_not_found");
    }

    [Theory]
    [MemberData(nameof(BadRedirectUris))]
    public async Task A_redirect_uri_that_breaks_a_rule_is_told_which(string uri, string rule)
    {
        var client = Registrar.WebApp();
        client["redirect_uris"] = new JsonArray("https://app.example/callback", uri);
        var refused = (await _admin.PostAsync("/api/clients", client)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        var sentence = (string)Assert.Single(refused["errors"]!["redirect_uris"]!.AsArray())!;
        Assert.StartsWith($"\"{uri}\" ", sentence, StringComparison.Ordinal);
        Assert.Contains(rule, sentence, StringComparison.Ordinal);
        (await _admin.GetAsync($"/api/clients/{client["client_id"]}")).ExpectRefusal(HttpStatusCode.NotFound, "client_not_found");
    }

    [Theory]
    [InlineData("https://app.example/callback")]
    [InlineData("http://127.0.0.1/callback")]
    [InlineData("http://[::1]:1234/callback")]
    [InlineData("http://localhost:3000/callback")]
    [InlineData("com.example.app:/callback")]
    public async Task A_native_app_may_come_back_to(string uri)
    {
        var client = Registrar.WebApp();
        client["application_type"] = "native";
        client["token_endpoint_auth_method"] = "none";
        client["redirect_uris"] = new JsonArray(uri);
        var created = (await _admin.PostAsync("/api/clients", client)).Expect(HttpStatusCode.Created);
        Assert.False(created.ContainsKey("client_secret"));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_by_member()
    {
        var refused = (await _admin.PostAsync("/api/clients", new JsonObject
        {
            ["client_id"] = "not a good name",
            ["token_endpoint_auth_method"] = "none",
            ["grant_types"] = new JsonArray("client_credentials", "refresh_token", "urn:identityprovider:grant:phone_password"),
            ["redirect_uris"] = new JsonArray("https://app.example/callback"),
            ["scope"] = "openid unheard.of",
            ["access_token_lifetime"] = 0,
        })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed")["errors"]!.AsObject();
        Assert.Equal(["access_token_lifetime", "client_id", "grant_types", "redirect_uris", "scope"], refused.Select(member => member.Key).Order());
        Assert.Equal(2, refused["grant_types"]!.AsArray().Count);
    }

    [Fact]
    public async Task Grants_that_need_or_exclude_something_say_so()
    {
        Assert.Contains("none", await WrongGrantAsync("none", "client_credentials"), StringComparison.Ordinal);
        Assert.Contains("authorization_code", await WrongGrantAsync("client_secret_basic", "client_credentials", "refresh_token"), StringComparison.Ordinal);
        Assert.Contains("first_party", await WrongGrantAsync("none", "urn:identityprovider:grant:phone_password"), StringComparison.Ordinal);
        Assert.Contains("neither known", await WrongGrantAsync("none", "password"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_that_there_are_not_or_of_a_wrong_type_are_told_by_name()
    {
        var client = Registrar.WebApp();
        client["redirect_uri"] = "https://app.example/callback";
        client["enabled"] = "yes";
        client["grant_types"] = "authorization_code";
        client["client_secret"] = "my own";
        var errors = (await _admin.PostAsync("/api/clients", client)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed")["errors"]!.AsObject();
        Assert.Equal(["client_secret", "enabled", "grant_types", "redirect_uri"], errors.Select(member => member.Key).Order());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2147483648)]
    [InlineData(long.MaxValue)]
    public async Task A_time_that_is_no_time_is_refused(long seconds)
    {
        var body = Registrar.WebApp();
        body["default_max_age"] = JsonValue.Create(seconds);
        var refused = (await _admin.PostAsync("/api/clients", body)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal("Must be 0 to 2147483647 seconds.", Assert.Single(refused["errors"]!["default_max_age"]!.AsArray())!.ToString());
    }

    [Theory]
    [InlineData("""{ "client_id": "x", "client_id": "y" }""", "invalid_json")]
    [InlineData("[]", "invalid_json")]
    [InlineData("""{ "client_name": "half \ud800" }""", "validation_failed")]
    [InlineData("""{ "client_name": "zero \u0000" }""", "validation_failed")]
    [InlineData("""{ "client_id": "018f5a3e-7c1b-7d52-9d0e-2f6f6a3b8c11", "redirect_uris": ["https://a.example/"] }""", "validation_failed")]
    [InlineData("""{ "client_id": "..", "redirect_uris": ["https://a.example/"] }""", "validation_failed")]
    public async Task A_body_that_is_broken_is_refused(string body, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/clients") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        (await _admin.SendAsync(request)).ExpectRefusal(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_change_says_which_version_it_is_about()
    {
        var client = await _admin.AddAsync(Registrar.WebApp());
        var body = Registrar.WebApp(client.Id);
        (await _admin.SendAsync(HttpMethod.Put, client.Path, body)).ExpectRefusal((HttpStatusCode)428, "precondition_required");
        (await _superAdmin.SendAsync(HttpMethod.Delete, client.Path)).ExpectRefusal((HttpStatusCode)428, "precondition_required");

        var seen = (await _admin.GetAsync(client.Path)).Headers.ETag!.ToString();
        (await _admin.SendAsync(HttpMethod.Put, client.Path, body, seen)).Expect(HttpStatusCode.OK);
        foreach (var lost in new[] { seen, $"W/{seen}", "\"nonsense\"", "nonsense", "" })
            (await _admin.SendAsync(HttpMethod.Put, client.Path, body, lost)).ExpectRefusal(HttpStatusCode.PreconditionFailed, "changed_meanwhile");
        (await _superAdmin.SendAsync(HttpMethod.Delete, client.Path, ifMatch: seen)).ExpectRefusal(HttpStatusCode.PreconditionFailed, "changed_meanwhile");
        (await _admin.SendAsync(HttpMethod.Put, client.Path, body, "*")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_version_of_a_former_client_is_none_of_the_next_of_that_name()
    {
        var client = await _admin.AddAsync(Registrar.WebApp());
        var seen = (await _admin.GetAsync(client.Path)).Headers.ETag!.ToString();
        (await _superAdmin.DeleteAsync(client.Path)).Expect(HttpStatusCode.OK);
        await _admin.AddAsync(Registrar.WebApp(client.Id));
        (await _superAdmin.SendAsync(HttpMethod.Delete, client.Path, ifMatch: seen)).ExpectRefusal(HttpStatusCode.PreconditionFailed, "changed_meanwhile");
    }

    [Fact]
    public async Task A_client_keeps_its_identifier()
    {
        var client = await _admin.AddAsync(Registrar.WebApp());
        var refused = await _admin.ChangeAsync(client.Path, body => body["client_id"] = "another");
        Assert.True(refused.ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed")["errors"]!.AsObject().ContainsKey("client_id"));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        var client = await _admin.AddAsync(Registrar.WebApp());
        (await _admin.PostAsync("/api/clients", Registrar.WebApp(client.Id))).ExpectRefusal(HttpStatusCode.Conflict, "name_taken");
        (await _admin.PostAsync("/api/clients", Registrar.WebApp(TestClients.OrdersApi))).ExpectRefusal(HttpStatusCode.Conflict, "name_taken");
    }

    [Fact]
    public async Task What_a_file_configures_is_shown_and_changed_there_alone()
    {
        var file = await _admin.GetAsync($"/api/clients/{TestClients.Web}");
        Assert.Equal("file", (string)file.Expect(HttpStatusCode.OK)["source"]!);
        (await _admin.PostAsync("/api/clients", Registrar.WebApp(TestClients.Web))).ExpectRefusal(HttpStatusCode.Conflict, "configured_in_file");
        (await _admin.ChangeAsync($"/api/clients/{TestClients.Web}", _ => { })).ExpectRefusal(HttpStatusCode.Conflict, "configured_in_file");
        (await _superAdmin.DeleteAsync($"/api/clients/{TestClients.Web}")).ExpectRefusal(HttpStatusCode.Conflict, "configured_in_file");
        (await _admin.PostAsync($"/api/clients/{TestClients.Web}/secrets", new JsonObject())).ExpectRefusal(HttpStatusCode.Conflict, "configured_in_file");
        // Its address has what its identifier has.
        (await _admin.GetAsync($"/api/clients/{Uri.EscapeDataString(TestClients.ReservedCharacters)}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Clients_are_found_by_name_address_and_state()
    {
        var name = Registrar.NewName("needle");
        var client = Registrar.WebApp(name);
        client["client_name"] = $"Haystack {name}";
        client["redirect_uris"] = new JsonArray($"https://{name}.example/callback");
        client["enabled"] = false;
        await _admin.AddAsync(client);
        foreach (var query in new[] { $"search={name}", $"search=HAYSTACK%20{name}", $"search={name}.example", $"search={name}&enabled=false", $"search={name}&source=database", $"search={name}&kind=web" })
            Assert.Equal([name], await NamesAsync(query));
        Assert.Empty(await NamesAsync($"search={name}&enabled=true"));
        Assert.Empty(await NamesAsync($"search={name}&kind=spa"));
        Assert.Contains(TestClients.Web, await NamesAsync("source=file&pageSize=100"));

        var first = (await _admin.GetAsync("/api/clients?source=file&pageSize=2")).Expect(HttpStatusCode.OK);
        Assert.Equal((1, 2), ((int)first["page"]!, (int)first["pageSize"]!));
        Assert.True((int)first["total"]! > 2);
        Assert.Equal(2, first["items"]!.AsArray().Count);
        Assert.Empty((await NamesAsync("source=file&pageSize=2&page=2")).Intersect(first["items"]!.AsArray().Select(item => (string)item!["client_id"]!)));
        (await _admin.GetAsync("/api/clients?source=elsewhere&pageSize=101&enabled=maybe")).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        var kind = (await _admin.GetAsync("/api/clients?kind=toaster")).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal("One of: web, spa, native, machine, first-party.", (string)kind["errors"]!["kind"]![0]!);
    }

    private async Task<List<string>> NamesAsync(string query) =>
        [.. (await _admin.GetAsync($"/api/clients?{query}")).Expect(HttpStatusCode.OK)["items"]!.AsArray().Select(item => (string)item!["client_id"]!)];

    private async Task<string> WrongGrantAsync(string authentication, params string[] grants)
    {
        var refused = await _admin.PostAsync("/api/clients", new JsonObject
        {
            ["token_endpoint_auth_method"] = authentication,
            ["grant_types"] = new JsonArray([.. grants.Select(grant => JsonValue.Create(grant))]),
            ["scope"] = "orders.read",
        });
        return (string)Assert.Single(refused.ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed")["errors"]!["grant_types"]!.AsArray())!;
    }
}
