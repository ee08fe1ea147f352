using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Administration.Registry;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Administration;

/// <summary>An administrator sees where somebody is signed in and what they allowed, ends it, and has them told how to get in again.</summary>
public sealed class UserAccessTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    public async Task A_session_is_seen_and_ended_and_its_tokens_with_it()
    {
        var (person, admin) = (await _provider.Accounts.RegisterVerifiedAsync(), await AdminAsync());
        var (one, other) = ((await _app.SignInAsync(person)).ExpectAccessToken(), (await _app.SignInAsync(person)).ExpectAccessToken());
        var sessions = (await CallAsync(HttpMethod.Get, person, "/sessions", admin)).Body!.AsArray();
        Assert.Equal(2, sessions.Count);
        Assert.All(sessions, session => Assert.Equal((TestClients.App, false), ((string?)session!["clientId"], (bool)session["isCurrent"]!)));

        var ids = (await _app.CallAsync(HttpMethod.Get, "/sessions", token: one)).Body!.AsArray();
        var current = (string)ids.Single(session => (bool)session!["isCurrent"]!)!["id"]!;
        (await CallAsync(HttpMethod.Delete, person, "/sessions/" + current, admin)).Expect(HttpStatusCode.OK);
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: one)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: other)).Expect(HttpStatusCode.OK);
        (await CallAsync(HttpMethod.Delete, person, "/sessions/" + current, admin)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");

        (await CallAsync(HttpMethod.Delete, person, "/sessions", admin)).Expect(HttpStatusCode.OK);
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: other)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Empty((await CallAsync(HttpMethod.Get, person, "/sessions", admin)).Body!.AsArray());

        var rows = await RowsAsync(person);
        Assert.Equal(["session_ended", "sessions_ended"], rows.Select(row => row.Name));
        Assert.Equal(("session", current), (rows[0].TargetType, rows[0].TargetId));
        Assert.Equal("""{"sessions":1}>{"sessions":0}""", $"{rows[1].Before}>{rows[1].After}");
    }

    [Fact]
    public async Task A_session_of_somebody_else_is_not_found_at_this_account()
    {
        var (person, stranger) = (await _provider.Accounts.RegisterVerifiedAsync(), await _provider.Accounts.RegisterVerifiedAsync());
        var token = (await _app.SignInAsync(stranger)).ExpectAccessToken();
        var sid = (string)(await _app.CallAsync(HttpMethod.Get, "/sessions", token: token)).Body!.AsArray().Single()!["id"]!;
        (await CallAsync(HttpMethod.Delete, person, "/sessions/" + sid, await AdminAsync())).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_consent_is_seen_and_taken_back_and_the_app_has_nothing_left()
    {
        var browser = await _provider.NewPersonAtBrowserAsync();
        var (person, admin, rp) = (browser.Person!, await AdminAsync(), _provider.RelyingParty(TestClients.ConsentWeb));
        var signedIn = await rp.SignInAsync(browser, rp.Request("openid offline_access"));
        var consent = (await CallAsync(HttpMethod.Get, person, "/consents", admin)).Body!.AsArray().Single()!;
        Assert.Equal(TestClients.ConsentWeb, (string?)consent["clientId"]);
        Assert.Contains("offline_access", consent["scopes"]!.AsArray().Select(scope => (string)scope!));

        (await CallAsync(HttpMethod.Delete, person, "/consents/" + TestClients.ConsentWeb, admin)).Expect(HttpStatusCode.OK);
        Assert.Equal("invalid_grant", (await rp.RefreshAsync(signedIn.Tokens.RefreshToken!)).Error);
        Assert.Empty((await CallAsync(HttpMethod.Get, person, "/consents", admin)).Body!.AsArray());
        (await CallAsync(HttpMethod.Delete, person, "/consents/" + TestClients.ConsentWeb, admin)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        var rows = await RowsAsync(person);
        Assert.Equal(["consent_given", "consent_withdrawn"], rows.Select(row => row.Name));
        Assert.Equal(person.UserId, rows[0].ActorId);
    }

    [Fact]
    public async Task A_consent_to_a_client_with_a_slash_in_its_name_is_taken_back()
    {
        var registrar = await Registrar.OfRoleAsync(_provider, "admin");
        var body = Registrar.WebApp($"{Registrar.NewName("team")}/app");
        body["require_consent"] = true;
        var client = await registrar.AddAsync(body);
        var browser = await _provider.NewPersonAtBrowserAsync();
        var (person, rp) = (browser.Person!, client.At(_provider));
        await rp.SignInAsync(browser, rp.Request("openid"));

        (await registrar.SendAsync(HttpMethod.Delete, $"/api/users/{person.UserId}/consents/{Uri.EscapeDataString(client.Id)}")).Expect(HttpStatusCode.OK);
        Assert.Empty((await CallAsync(HttpMethod.Get, person, "/consents", await AdminAsync())).Body!.AsArray());
    }

    [Fact]
    public async Task A_reset_goes_by_sms_without_a_code_and_the_old_password_still_works()
    {
        var (person, admin) = (await _provider.Accounts.RegisterVerifiedAsync(), await AdminAsync());
        var before = (await _provider.Accounts.MailboxAsync(person.Phone)).Count;
        var sent = (await CallAsync(HttpMethod.Post, person, "/send-reset", admin)).Expect(HttpStatusCode.Accepted);
        Assert.Equal("sms", (string?)sent["channel"]);
        Assert.DoesNotContain(person.Phone, sent.ToJsonString(), StringComparison.Ordinal);
        var mailbox = await _provider.Accounts.MailboxAsync(person.Phone);
        Assert.Equal(before + 1, mailbox.Count);
        Assert.Null(mailbox[0]["code"]);
        Assert.EndsWith("/account/forgot", (string?)mailbox[0]["link"], StringComparison.Ordinal);
        (await _app.SignInAsync(person)).ExpectSuccess();

        (await CallAsync(HttpMethod.Post, person, "/send-reset", admin)).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_resend_delay");
        Assert.Equal(before + 1, (await _provider.Accounts.MailboxAsync(person.Phone)).Count);
        Assert.Equal("""reset_sent {"channel":"sms"}""", (await RowsAsync(person)).Select(row => $"{row.Name} {row.After}").Single());
    }

    [Fact]
    public async Task Whom_no_reset_can_reach_gets_none()
    {
        var admin = await AdminAsync();
        var (unproven, _) = await _provider.Accounts.RegisterAsync(Person.New());
        (await CallAsync(HttpMethod.Post, unproven, "/send-reset", admin)).ExpectRefusal(HttpStatusCode.Conflict, "no_way_to_reset");
        var inactive = await _provider.Accounts.RegisterVerifiedAsync();
        await _provider.DeactivateAsync(inactive);
        (await CallAsync(HttpMethod.Post, inactive, "/send-reset", admin)).ExpectRefusal(HttpStatusCode.Conflict, "account_inactive");
        (await CallAsync(HttpMethod.Post, Person.New() with { UserId = Guid.Empty.ToString() }, "/send-reset", admin)).ExpectRefusal(HttpStatusCode.NotFound, "user_not_found");
    }

    [Fact]
    public async Task Nobody_touches_somebody_of_a_higher_role_and_users_nobody()
    {
        var above = await _provider.AddStaffAsync("superAdmin");
        var (admin, user) = (await AdminAsync(), (await _app.SignInAsync(await _provider.Accounts.RegisterVerifiedAsync())).ExpectAccessToken());
        foreach (var (method, path) in new[] { (HttpMethod.Delete, "/sessions"), (HttpMethod.Delete, "/sessions/x"), (HttpMethod.Delete, "/consents/x"), (HttpMethod.Post, "/send-reset") })
        {
            (await CallAsync(method, above, path, admin)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
            (await CallAsync(method, above, path, user)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        }

        foreach (var path in new[] { "/sessions", "/consents" })
        {
            (await CallAsync(HttpMethod.Get, above, path, user)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
            (await _app.UsersAsync(HttpMethod.Get, $"/{Guid.Empty}{path}", null, admin)).ExpectRefusal(HttpStatusCode.NotFound, "user_not_found");
        }
    }

    private async Task<string> AdminAsync() => (await _app.SignInAsync(await _provider.AddStaffAsync("admin"))).ExpectAccessToken();

    private Task<ApiAnswer> CallAsync(HttpMethod method, Person person, string path, string token) => _app.UsersAsync(method, $"/{person.UserId}{path}", null, token);

    private Task<List<AuditEvent>> RowsAsync(Person person) => _provider.InScopeAsync((ProviderDbContext db) => db.AuditEvents.AsNoTracking()
        .Where(row => row.UserId == Guid.Parse(person.UserId) && row.ActorId != null).OrderBy(row => row.Id).ToListAsync());
}

/// <summary>Where e-mail alone resets, a link is mailed; where somebody never chose a password, the first one is asked for.</summary>
public sealed class ResetByEmailTests(Requirements.EmailFirst.EmailFirstProvider fixture) : IClassFixture<Requirements.EmailFirst.EmailFirstProvider>
{
    [Fact]
    public async Task A_reset_is_mailed_and_its_link_sets_the_password()
    {
        var app = new App(fixture.Provider);
        var admin = await Requirements.EmailFirst.Customers.TokenOfAsync(app, await fixture.Provider.AddStaffAsync("admin"));
        var customer = await Requirements.EmailFirst.Customers.AddCustomerAsync(app);
        var sent = (await app.UsersAsync(HttpMethod.Post, $"/{customer.UserId}/send-reset", null, admin)).Expect(HttpStatusCode.Accepted);
        Assert.Equal("email", (string?)sent["channel"]);
        var reset = new JsonObject { ["token"] = await app.MailedTokenAsync(customer.Email), ["newPassword"] = "Another-horse-8" };
        (await app.PostAsync("/password/reset", reset)).Expect(HttpStatusCode.OK);
        (await app.SignInByEmailAsync(customer.Email, "Another-horse-8")).ExpectSuccess();
    }
}
