using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Administration.Audit;

/// <summary>What was begun and its event are both there, though whoever asked for it hangs up in between.</summary>
public abstract class HungUpTests(DatabaseKind kind)
{
    [ToolFact]
    public async Task A_leaked_key_is_gone_though_the_page_was_closed()
    {
        var hangUp = new HangUp(HttpMethod.Post, "/api/keys/rotate", "INSERT INTO \"SigningKeys\"");
        await using var provider = await StartAsync(hangUp);
        var token = await TokenAsync(provider, await provider.AddStaffAsync("superAdmin"));
        var leaked = await KeyAsync(provider);
        await hangUp.CallAsync(ended => SendAsync(provider, HttpMethod.Post, "/api/keys/rotate", JsonContent.Create(new { algorithm = "RS256", atOnce = true }), token, ended));

        var entry = await EventAsync(provider, "key_rotated");
        Assert.Contains(leaked, entry.After!, StringComparison.Ordinal);
        Assert.NotEqual(leaked, await KeyAsync(provider));
    }

    [ToolFact]
    public async Task A_consent_of_which_it_is_written_that_it_was_withdrawn_is_withdrawn()
    {
        var hangUp = new HangUp(HttpMethod.Delete, "/api/users/", "DELETE FROM \"Grants\"");
        await using var provider = await StartAsync(hangUp);
        var browser = await provider.NewPersonAtBrowserAsync();
        var rp = provider.RelyingParty(TestClients.ConsentWeb);
        var signedIn = await rp.SignInAsync(browser, rp.Request("openid offline_access"));
        var token = await TokenAsync(provider, await provider.AddStaffAsync("admin"));
        await hangUp.CallAsync(ended => SendAsync(provider, HttpMethod.Delete, $"/api/users/{browser.Person!.UserId}/consents/{TestClients.ConsentWeb}", null, token, ended));

        await EventAsync(provider, "consent_withdrawn");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await provider.InScopeAsync((ProviderDbContext db) => db.Grants.AnyAsync(
            grant => grant.ClientId == TestClients.ConsentWeb && (grant.Type == "consent" || grant.Type == "refresh_token"), patience.Token)))
            await Task.Yield();
        Assert.Equal("invalid_grant", (await rp.RefreshAsync(signedIn.Tokens.RefreshToken!)).Error);
    }

    [ToolFact]
    public async Task A_thief_who_hangs_up_is_remembered_and_the_family_revoked()
    {
        var hangUp = new HangUp(HttpMethod.Post, "/connect/token", "INSERT INTO \"AuditEvents\"");
        await using var provider = await StartAsync(hangUp);
        var app = new App(provider);
        var first = (string)(await app.SignInAsync(await provider.Accounts.RegisterVerifiedAsync())).ExpectSuccess()["refresh_token"]!;
        var second = (string)(await app.RefreshAsync(first)).ExpectSuccess()["refresh_token"]!;
        provider.Clock.Advance(TimeSpan.FromMinutes(10));
        using var form = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("client_id", TestClients.App), new("refresh_token", first)]);
        await hangUp.CallAsync(ended => SendAsync(provider, HttpMethod.Post, "/connect/token", form, null, ended));

        await EventAsync(provider, "refresh_token_reused");
        Assert.Equal("invalid_grant", (await app.RefreshAsync(second)).Error);
    }

    private Task<Provider> StartAsync(HangUp hangUp) => Provider.StartAsync(settings => settings.On(kind).WithServices(hangUp.AddTo));

    private static async Task SendAsync(Provider provider, HttpMethod method, string path, HttpContent? content, string? token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var answer = await provider.Http.SendAsync(request, cancellationToken);
    }

    private static async Task<string> KeyAsync(Provider provider)
    {
        var jwks = await provider.Http.GetFromJsonAsync<JsonObject>("/.well-known/jwks.json");
        return (string)jwks!["keys"]!.AsArray().Single(key => (string?)key!["alg"] == "RS256")!["kid"]!;
    }

    // It is written after the caller has gone, who so can't be told.
    private static async Task<AuditEvent> EventAsync(Provider provider, string name)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (await provider.InScopeAsync((ProviderDbContext db) => db.AuditEvents.AsNoTracking().SingleOrDefaultAsync(what => what.Name == name, patience.Token)) is { } found)
                return found;
        }
    }

    private static async Task<string> TokenAsync(Provider provider, Person person)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "urn:identityprovider:grant:phone_password"), new("client_id", TestClients.App), new("scope", "users clients"),
            new("phone", person.Phone), new("password", person.Password),
        ]);
        return (await TokenAnswer.ReadAsync(await provider.Http.PostAsync("/connect/token", form))).ExpectAccessToken();
    }
}

[Trait("Database", "Sqlite")]
public sealed class HungUpOnSqlite() : HungUpTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class HungUpOnPostgreSql() : HungUpTests(DatabaseKind.PostgreSql);
