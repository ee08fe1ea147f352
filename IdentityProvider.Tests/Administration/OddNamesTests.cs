using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Administration.Registry;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Pages.Admin;
using IdentityProvider.Tests.Races;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Administration;

/// <summary>What nothing can be called, and PostgreSQL can't be asked for: it is not found, or refused, and never an error of the server.</summary>
public abstract class OddNamesTests(ProviderFixture fixture)
{
    private readonly Provider _provider = fixture.Provider;

    [ToolTheory]
    [InlineData("/admin/clients/client?id=%00")]
    [InlineData("/admin/clients/edit?id=a%00b")]
    [InlineData("/admin/clients/try?id=%01")]
    [InlineData("/admin/scopes/edit?id=a%00")]
    [InlineData("/admin/scopes/delete?id=%00")]
    [InlineData("/admin/resources/resource?id=%00")]
    public async Task No_entry_has_a_control_character_in_its_name(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await (await _provider.SignInAsRoleAsync("superAdmin")).OpenAsync(address)).Status);

    [ToolFact]
    public async Task At_the_API_neither()
    {
        var boss = await Registrar.OfRoleAsync(_provider, "superAdmin");
        foreach (var (collection, code) in new[] { ("clients", "client_not_found"), ("scopes", "scope_not_found"), ("resources", "resource_not_found") })
        {
            (await boss.GetAsync($"/api/{collection}/a%01b")).ExpectRefusal(HttpStatusCode.NotFound, code);
            (await boss.DeleteAsync($"/api/{collection}/a%01b")).ExpectRefusal(HttpStatusCode.NotFound, code);
        }
    }

    [ToolFact]
    public async Task Lists_forms_and_the_API_take_a_NUL_for_nothing_that_is_there()
    {
        var browser = await _provider.SignInAsRoleAsync("superAdmin");
        var subject = $"/admin/users/{(await _provider.AddStaffAsync("user")).UserId}";
        foreach (var address in new[]
        {
            "/admin/clients?search=%00", "/admin/clients/new?template=%00", "/admin/scopes?search=%00", "/admin/resources?search=%00", "/admin/users?search=%00",
            "/admin/messages?to=%00", "/admin/messages?state=%00", "/admin/refused-codes?kind=%00", "/admin/audit?target=%00", "/admin/audit?event=%00",
            "/account/login?request=%00", "/account/consent?request=%00", "/account/reset?token=%00", "/connect/authorize?client_id=%00", "/connect/authorize/resume?request=%00",
        })
            ExpectNoError(address, (await browser.OpenAsync(address)).Status);

        var token = (await browser.OpenAsync(subject + "/edit")).FormWith("#city").Fields.First(field => field.Key == "__RequestVerificationToken");
        foreach (var (address, field) in new[]
        {
            (subject + "/sessions", "sid"), (subject + "/apps", "clientId"), (subject + "/roles", "roles"), (subject + "/edit", "city"),
            ("/admin/clients/new?template=web", "clientId"), ("/admin/clients/new?template=web", "clientName"), ("/admin/clients/new?template=web", "redirectUris"),
            ("/admin/clients/new?template=web", "scopes"), ("/admin/scopes/new", "name"), ("/admin/resources/new", "name"), ("/admin/users/new", "phone"),
            ("/admin/users/new", "email"), ("/account/sessions", "sid"), ("/account/sessions", "id"), ("/account/apps", "clientId"), ("/account/login", "identifier"), ("/account/forgot", "identifier"),
        })
            ExpectNoError($"{address} {field}", (await browser.PostAsync(_provider.Address(address), [token, new(field, "a\0")])).ExpectPage().Status);

        var boss = await Registrar.OfRoleAsync(_provider, "superAdmin");
        foreach (var member in new[] { "client_id", "client_name", "client_uri", "logo_uri", "redirect_uris", "post_logout_redirect_uris", "grant_types", "response_types", "scope", "application_type" })
        {
            var body = Registrar.WebApp();
            body[member] = body[member] is JsonArray ? new JsonArray("https://a.example/\0") : member.EndsWith("_uri", StringComparison.Ordinal) ? "https://a.example/\0" : "a\0";
            ExpectNoError(member, (await boss.PostAsync("/api/clients", body)).Status);
        }

        static void ExpectNoError(string what, HttpStatusCode status) => Assert.True((int)status < 500, $"{what}: {status}");
    }
}

[Trait("Database", "Sqlite")]
public sealed class OddNamesOnSqlite(SqliteProvider fixture) : OddNamesTests(fixture), IClassFixture<SqliteProvider>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class OddNamesOnPostgreSql(PostgreSqlProvider fixture) : OddNamesTests(fixture), IClassFixture<PostgreSqlProvider>;
