using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Pages.Admin;
using IdentityProvider.Tests.Pages.Admin.Registry;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>What people allowed a client, they allowed it at the places that its codes went to then. Who adds another has none of it.</summary>
public sealed class ForgottenConsentTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>, IAsyncLifetime
{
    private readonly Provider _provider = fixture.Provider;
    private Registrar _admin = null!;
    private UserAgent _browser = null!;

    public async Task InitializeAsync() =>
        (_admin, _browser) = (await Registrar.OfRoleAsync(_provider, "admin"), await _provider.NewPersonAtBrowserAsync());

    public Task DisposeAsync() => Task.CompletedTask;

    public static TheoryData<string> Elsewhere =>
    [
        """{ "redirect_uris": ["https://app.example/callback", "https://evil.example/callback"] }""",
        """{ "redirect_uris": ["https://app.example/callback", "https://app.example:8443/callback"] }""",
        """{ "redirect_uris": ["https://app.example/callback", "https://app.example.evil.example/callback"] }""",
        """{ "redirect_uris": ["https://app.example/callback", "http://localhost/callback"] }""",
        """{ "redirect_uris": ["https://app.example/callback", "com.example.app:/callback"], "application_type": "native" }""",
        """{ "redirect_uris": ["https://app.example/callback", "https://evil.example/callback"], "require_consent": false, "scope": "openid" }""",
        """{ "redirect_uris": ["https://app.example/callback", "https://evil.example/callback"], "enabled": false }""",
    ];

    public static TheoryData<string> AtThePlace =>
    [
        """{ "redirect_uris": ["https://app.example/callback", "https://app.example/other"] }""",
        """{ "redirect_uris": ["https://app.example/callback", "https://APP.example:443/callback"] }""",
        """{ "post_logout_redirect_uris": ["https://elsewhere.example/"], "allowed_cors_origins": ["https://elsewhere.example"], "client_name": "Renamed" }""",
    ];

    public static TheoryData<string, string, bool> Native => new()
    {
        { "com.example.app:/callback", """{ "redirect_uris": ["com.example.app:/callback", "com.example.app://other"] }""", false },
        { "com.example.app:/callback", """{ "redirect_uris": ["com.example.app:/callback", "com.example.evil:/callback"] }""", true },
        { "http://127.0.0.1/callback", """{ "redirect_uris": ["http://127.0.0.1/callback", "http://127.0.0.1:4000/other"] }""", false },
        { "http://127.0.0.1/callback", """{ "redirect_uris": ["http://127.0.0.1/callback", "http://[::1]/callback"] }""", true },
        { "http://localhost/callback", """{ "redirect_uris": ["http://localhost/callback", "http://localhost:4000/callback"] }""", true },
    };

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public async Task Who_allowed_a_client_something_is_asked_again_once_its_codes_may_go_elsewhere(string members)
    {
        var rp = await AllowAsync(App());
        await ChangeAsync(rp, members);
        await ChangeAsync(rp, """{ "require_consent": true, "enabled": true }""");
        Assert.True(await IsAskedAsync(rp));

        // Who says yes again is remembered again.
        await rp.SignInAsync(_browser);
        Assert.False(await IsAskedAsync(rp));
    }

    [Theory]
    [MemberData(nameof(AtThePlace))]
    public async Task A_change_by_which_codes_go_nowhere_else_asks_nobody(string members)
    {
        var rp = await AllowAsync(App());
        await ChangeAsync(rp, members);
        Assert.False(await IsAskedAsync(rp));
    }

    [Theory]
    [MemberData(nameof(Native))]
    public async Task A_native_app_is_at_its_scheme_and_at_any_port_of_a_loopback_address(string uri, string members, bool asked)
    {
        var rp = await AllowAsync(App(uri, "native"));
        await ChangeAsync(rp, members);
        Assert.Equal(asked, await IsAskedAsync(rp));
    }

    [Fact]
    public async Task A_client_that_becomes_native_may_be_at_any_port_and_people_are_asked_again()
    {
        var rp = await AllowAsync(App("http://127.0.0.1/callback"));
        await ChangeAsync(rp, """{ "application_type": "native" }""");
        Assert.True(await IsAskedAsync(rp));
    }

    [Fact]
    public async Task A_place_that_was_taken_away_and_is_given_back_is_another()
    {
        var rp = await AllowAsync(App());
        await ChangeAsync(rp, """{ "redirect_uris": ["https://app.example/callback", "https://old.example/callback"] }""");
        await rp.SignInAsync(_browser);
        await ChangeAsync(rp, """{ "redirect_uris": ["https://app.example/callback"] }""");
        Assert.False(await IsAskedAsync(rp));
        await ChangeAsync(rp, """{ "redirect_uris": ["https://app.example/callback", "https://old.example/callback"] }""");
        Assert.True(await IsAskedAsync(rp));
    }

    [Fact]
    public async Task Tokens_and_other_clients_stay_and_the_audit_log_says_how_many_are_asked_again()
    {
        var (body, other) = (App(), await AllowAsync(App()));
        var rp = await AllowAsync(body);
        var tokens = (await rp.SignInAsync(_browser, rp.Request("openid offline_access"))).Tokens;
        await rp.SignInAsync(await _provider.NewPersonAtBrowserAsync());
        await ChangeAsync(rp, """{ "redirect_uris": ["https://app.example/callback", "https://new.example/callback"] }""");
        await ChangeAsync(rp, """{ "redirect_uris": ["https://app.example/callback", "https://newer.example/callback"] }""");

        Assert.False(await IsAskedAsync(other));
        (await rp.RefreshAsync(tokens.ExpectRefreshToken())).ExpectSuccess();
        var events = (await _admin.GetAsync($"/api/audit?event=consents_forgotten&target={rp.Client.Id}")).Expect(HttpStatusCode.OK)["items"]!.AsArray();
        var forgotten = Assert.Single(events)!;
        Assert.Equal("""client {"consents":2}>{"consents":0}""", $"{forgotten["targetType"]} {forgotten["before"]!.ToJsonString()}>{forgotten["after"]!.ToJsonString()}");
        Assert.Equal(rp.Client.Id, (string?)forgotten["clientId"]);
    }

    [Fact]
    public async Task What_the_app_still_has_can_be_taken_back()
    {
        var rp = await AllowAsync(App());
        var tokens = (await rp.SignInAsync(_browser, rp.Request("openid offline_access"))).Tokens;
        await ChangeAsync(rp, """{ "redirect_uris": ["https://new.example/callback"] }""");

        var consents = (await _admin.GetAsync($"/api/users/{_browser.Person!.UserId}/consents")).Body!.AsArray();
        Assert.Equal($"{rp.Client.Id} []", $"{consents[0]!["clientId"]} {consents[0]!["scopes"]!.ToJsonString()}");
        var console = await _provider.SignInAsRoleAsync("admin");
        Assert.Contains("Asked again: the app has changed", (await console.OpenAsync($"/admin/users/{_browser.Person.UserId}/apps")).Text, StringComparison.Ordinal);
        var apps = await _browser.OpenAsync("/account/apps");
        Assert.Contains("It has changed, and asks you again.", apps.Text, StringComparison.Ordinal);
        await apps.FormWith("form[action$='/account/apps']").SubmitAsync();
        Assert.Equal("invalid_grant", (await rp.RefreshAsync(tokens.ExpectRefreshToken())).Error);
    }

    [Fact]
    public async Task The_console_says_beside_the_field_that_people_are_asked_again()
    {
        var rp = await AllowAsync(App());
        var edit = await (await _provider.SignInAsRoleAsync("admin")).OpenClientAsync("edit", rp.Client.Id);
        Assert.Contains("people who have allowed the app something are asked again", edit.Document.QuerySelector("#redirectUris-hint")!.TextContent, StringComparison.Ordinal);
        var form = edit.FormWith("#redirectUris");
        (await form.Fill("#redirectUris", "https://app.example/callback\nhttps://new.example/callback").SubmitAsync()).ExpectPage();
        Assert.True(await IsAskedAsync(rp));
    }

    [Fact]
    public async Task A_run_of_the_flow_at_the_console_asks_nobody_again_and_another_address_of_the_provider_does()
    {
        var rp = await AllowAsync(App());
        var ready = await (await _provider.SignInAsRoleAsync("admin")).OpenClientAsync("try", rp.Client.Id);
        (await ready.FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.False(await IsAskedAsync(rp));
        await ChangeAsync(rp, $$"""{ "redirect_uris": ["https://app.example/callback", "{{_provider.Issuer}}/admin/clients/callback", "{{_provider.Issuer}}/elsewhere"] }""");
        Assert.True(await IsAskedAsync(rp));
    }

    private static JsonObject App(string redirectUri = "https://app.example/callback", string type = "web")
    {
        var body = Registrar.WebApp(scope: "openid offline_access account");
        (body["require_consent"], body["redirect_uris"], body["application_type"]) = (true, new JsonArray(redirectUri), type);
        return body;
    }

    /// <summary>A client to which the person has said yes, and who is not asked any more.</summary>
    private async Task<RelyingParty> AllowAsync(JsonObject body)
    {
        var rp = (await _admin.AddAsync(body)).At(_provider);
        await rp.SignInAsync(_browser);
        Assert.False(await IsAskedAsync(rp));
        return rp;
    }

    private async Task ChangeAsync(RelyingParty rp, string members) => (await _admin.ChangeAsync($"/api/clients/{rp.Client.Id}", body =>
    {
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
            body[name] = value?.DeepClone();
    })).Expect(HttpStatusCode.OK);

    private async Task<bool> IsAskedAsync(RelyingParty rp) => await rp.VisitAsync(_browser, rp.Request()) switch
    {
        Landing.AtPage { Page: var page } => page.Path == HostedPages.ConsentPath ? true : throw new Xunit.Sdk.XunitException($"Not asked, but at {page}"),
        var landing => landing.ExpectCallback().Code is null ? throw new Xunit.Sdk.XunitException("There is no code.") : false,
    };
}
