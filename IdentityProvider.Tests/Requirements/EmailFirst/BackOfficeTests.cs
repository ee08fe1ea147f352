using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements.EmailFirst;

/// <summary>What each role may do with other people's accounts.</summary>
public sealed class BackOfficeTests(EmailFirstProvider fixture) : IClassFixture<EmailFirstProvider>, IAsyncLifetime
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);
    private string _customer = "";
    private string _admin = "";
    private string _superAdmin = "";

    public async Task InitializeAsync()
    {
        _customer = await _app.TokenOfAsync(await _app.AddCustomerAsync());
        _admin = await _app.TokenOfAsync(await _provider.AddStaffAsync("admin"));
        _superAdmin = await _app.TokenOfAsync(await _provider.AddStaffAsync("superAdmin"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Requirement", "EF-7")]
    public async Task A_customer_may_do_none_of_it()
    {
        var id = (await _app.AddCustomerAsync()).UserId;
        foreach (var (method, path, body) in Calls(id))
            (await _app.UsersAsync(method, path, body, _customer)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        foreach (var (method, path, body) in Calls(id))
            (await _app.UsersAsync(method, path, body, null)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    [Trait("Requirement", "EF-7")]
    public async Task A_token_without_the_scope_is_refused_whatever_the_role()
    {
        var person = await _provider.AddStaffAsync("superAdmin");
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "urn:identityprovider:grant:email_password"), new("client_id", TestClients.App), new("scope", "openid account"),
            new("email", person.Email), new("password", person.Password),
        ]);
        var tokens = await (await _provider.Http.PostAsync("/connect/token", form)).ExpectJsonAsync(HttpStatusCode.OK);
        (await _app.UsersAsync(HttpMethod.Get, "", null, (string)tokens["access_token"]!)).ExpectRefusal(HttpStatusCode.Forbidden, "insufficient_scope");
    }

    [Fact]
    [Trait("Requirement", "EF-7")]
    [Trait("Requirement", "EF-8")]
    public async Task An_admin_reads_and_updates_and_does_not_delete()
    {
        var person = await _app.AddCustomerAsync();
        Assert.Equal(person.Email, (string?)(await _app.GetUserAsync(person.UserId, _admin))["email"]);
        var saved = (await _app.UsersAsync(HttpMethod.Patch, "/" + person.UserId, new JsonObject
        {
            ["city"] = "Bago", ["email"] = "x@y.example", ["roles"] = new JsonArray("superAdmin"), ["isActive"] = false,
        }, _admin)).Expect(HttpStatusCode.Created);
        Assert.Equal("Bago", (string?)saved["city"]);
        Assert.Equal(person.Email, (string?)saved["email"]);
        Assert.Equal(["customer"], saved.Roles());
        Assert.True((bool)saved["isActive"]!);
        (await _app.UsersAsync(HttpMethod.Patch, "/" + person.UserId, new JsonObject { ["dateOfBirth"] = "soon" }, _admin)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        (await _app.UsersAsync(HttpMethod.Delete, "/" + person.UserId, null, _admin)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    [Trait("Requirement", "EF-7")]
    [Trait("Requirement", "EF-8")]
    public async Task A_super_admin_deletes_and_what_the_user_held_is_worth_nothing()
    {
        var person = await _app.AddCustomerAsync();
        var held = await _app.SignInByEmailAsync(person.Email, person.Password);
        (await _app.UsersAsync(HttpMethod.Delete, "/" + person.UserId, null, _superAdmin)).Expect(HttpStatusCode.OK);
        (await _app.UsersAsync(HttpMethod.Get, "/" + person.UserId, null, _superAdmin)).ExpectRefusal(HttpStatusCode.NotFound, "user_not_found");
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: held.ExpectAccessToken())).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Equal("invalid_grant", (await _app.RefreshAsync(held.ExpectRefreshToken())).Error);
        (await _app.PostAsync("/register", Customers.RegistrationOf(person))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    [Trait("Requirement", "EF-7")]
    public async Task A_role_that_is_taken_away_is_gone_at_the_next_request()
    {
        var person = await _provider.AddStaffAsync("admin");
        var token = await _app.TokenOfAsync(person);
        (await _app.UsersAsync(HttpMethod.Get, "", null, token)).Expect(HttpStatusCode.OK);
        await SetRolesAsync(person.UserId, _superAdmin, "customer");
        (await _app.UsersAsync(HttpMethod.Get, "", null, token)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        await SetRolesAsync(person.UserId, _superAdmin, "customer", "admin");
        (await _app.UsersAsync(HttpMethod.Get, "", null, token)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Requirement", "EF-11")]
    public async Task What_is_not_there_is_not_found()
    {
        foreach (var id in new[] { Guid.Empty.ToString(), "nobody", "1" })
        {
            foreach (var (method, path, body) in Calls(id).Where(call => call.Path.Length > 0))
                (await _app.UsersAsync(method, path, body, _superAdmin)).ExpectRefusal(HttpStatusCode.NotFound, "user_not_found");
        }
    }

    [Fact]
    [Trait("Requirement", "EF-8")]
    public async Task An_account_is_made_for_somebody_who_then_chooses_the_password()
    {
        var person = Person.New();
        var made = (await _app.UsersAsync(HttpMethod.Post, "", new JsonObject { ["email"] = person.Email, ["fullName"] = person.FullName, ["role"] = "admin" }, _admin)).Expect(HttpStatusCode.Created);
        Assert.Equal(["admin"], made.Roles());
        Assert.False((bool)made["emailVerified"]!);
        var token = await _app.MailedTokenAsync(person.Email);
        (await _app.PostAsync("/password/reset", new JsonObject { ["token"] = token, ["newPassword"] = person.Password })).Expect(HttpStatusCode.OK);
        (await _app.UsersAsync(HttpMethod.Get, "", null, await _app.TokenOfAsync(person))).Expect(HttpStatusCode.OK);
        (await _app.UsersAsync(HttpMethod.Post, "", new JsonObject { ["email"] = person.Email, ["fullName"] = "x", ["role"] = "customer" }, _admin)).ExpectRefusal(HttpStatusCode.Conflict, "email_taken");
    }

    [Fact]
    public async Task An_account_that_nobody_could_sign_in_to_is_not_made()
    {
        var refused = (await _app.UsersAsync(HttpMethod.Post, "", new JsonObject { ["phone"] = Person.New().Phone, ["role"] = "king" }, _superAdmin)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(["role", "fullName", "email"], refused["errors"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task Nobody_touches_an_account_above_their_own_or_grants_such_a_role()
    {
        var above = await _provider.AddStaffAsync("superAdmin");
        var below = await _app.AddCustomerAsync();
        foreach (var (method, path, body) in Calls(above.UserId).Where(call => call.Path.Length > 0 && call.Method != HttpMethod.Get && call.Method != HttpMethod.Delete))
            (await _app.UsersAsync(method, path, body, _admin)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
        (await _app.UsersAsync(HttpMethod.Put, $"/{below.UserId}/roles", new JsonObject { ["roles"] = new JsonArray("superAdmin") }, _admin)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
        (await _app.UsersAsync(HttpMethod.Post, "", Staff.InvitationOf(Person.New(), "superAdmin"), _admin)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
        Assert.Equal(["customer", "admin"], (await SetRolesAsync(below.UserId, _admin, "admin", "customer")).Roles());
    }

    [Theory]
    [InlineData("""{ "roles": [] }""")]
    [InlineData("""{ "roles": ["king"] }""")]
    [InlineData("""{ "roles": "admin" }""")]
    [InlineData("""{ "roles": [1] }""")]
    [InlineData("""{ "roles": null }""")]
    [InlineData("{}")]
    public async Task Roles_that_there_are_not_are_refused(string body)
    {
        var person = await _app.AddCustomerAsync();
        (await _app.UsersAsync(HttpMethod.Put, $"/{person.UserId}/roles", JsonNode.Parse(body), _superAdmin)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(["customer"], (await _app.GetUserAsync(person.UserId, _superAdmin)).Roles());
    }

    private static IEnumerable<(HttpMethod Method, string Path, JsonNode? Body)> Calls(string id) =>
    [
        (HttpMethod.Get, "", null),
        (HttpMethod.Post, "", Staff.InvitationOf(Person.New(), "customer")),
        (HttpMethod.Get, $"/{id}", null),
        (HttpMethod.Patch, $"/{id}", new JsonObject { ["city"] = "Bago" }),
        (HttpMethod.Post, $"/{id}/deactivate", null),
        (HttpMethod.Post, $"/{id}/activate", null),
        (HttpMethod.Put, $"/{id}/roles", new JsonObject { ["roles"] = new JsonArray("customer") }),
        (HttpMethod.Delete, $"/{id}", null),
    ];

    private async Task<JsonObject> SetRolesAsync(string id, string token, params string[] roles) =>
        (await _app.UsersAsync(HttpMethod.Put, $"/{id}/roles", new JsonObject { ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]) }, token)).Expect(HttpStatusCode.Created);
}
