using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Tests.Conformance;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Pages.Admin.Registry;

/// <summary>An administrator runs a client's flow, with the console in the place of the app.</summary>
public sealed class FlowRunTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private const string Callback = "/admin/clients/callback";
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task A_public_client_s_code_is_redeemed_at_once_and_its_tokens_are_revoked()
    {
        var (browser, id, _) = await RegisterAsync("spa");
        var done = await RunAsync(browser, id);
        Assert.Contains("It works.", done.Text, StringComparison.Ordinal);
        var claims = Shown(done, "In the ID token");
        Assert.Equal(browser.Person!.UserId, (string?)claims["sub"]);
        Assert.Equal(id, (string?)claims["aud"]);
        Assert.Equal(_provider.Issuer, (string?)claims["iss"]);
        Assert.Equal(browser.Person.FullName, (string?)Shown(done, "Userinfo answered")["name"]);
        Assert.Equal(id, (string?)Shown(done, "In the access token")["client_id"]);
        Assert.Equal("Bearer", (string?)Shown(done, "The token endpoint answered, beside the tokens")["token_type"]);
        Assert.DoesNotContain("eyJ", done.Html, StringComparison.Ordinal);

        // Looked at again there is nothing more to redeem.
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GoAsync(done.Address)).ExpectPage().Status);
    }

    [Fact]
    public async Task For_a_confidential_client_the_secret_is_asked_for_and_not_kept()
    {
        var (browser, id, secret) = await RegisterAsync("web");
        var asked = await RunAsync(browser, id);
        var empty = (await asked.FormWith("#secret").SubmitAsync()).ExpectPage();
        Assert.Equal("Enter the secret.", Assert.Single(empty.ErrorsBeside("secret")));
        var wrong = (await empty.FormWith("#secret").Fill("#secret", "not-the-secret").SubmitAsync()).ExpectPage();
        Assert.Contains("invalid_client", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("The secret is not right.", wrong.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", wrong.Html, StringComparison.Ordinal);
        var done = (await wrong.FormWith("#secret").Fill("#secret", $" {secret} ").SubmitAsync()).ExpectPage();
        Assert.Contains("It works.", done.Text, StringComparison.Ordinal);
        Assert.Equal(browser.Person!.UserId, (string?)Shown(done, "In the ID token")["sub"]);
        Assert.DoesNotContain(secret, done.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => cookie.Value.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_code_that_waited_too_long_is_explained()
    {
        var (browser, id, secret) = await RegisterAsync("web");
        var asked = await RunAsync(browser, id);
        _provider.Clock.Advance(TimeSpan.FromMinutes(2));
        var late = (await asked.FormWith("#secret").Fill("#secret", secret).SubmitAsync()).ExpectPage();
        Assert.Contains("invalid_grant", late.Text, StringComparison.Ordinal);
        Assert.Contains("Run the flow again.", late.Text, StringComparison.Ordinal);
        Assert.False(late.Has("#secret"));
    }

    [Fact]
    public async Task A_machine_gets_a_token_for_itself()
    {
        var (browser, id, secret) = await RegisterAsync("machine", form => form.Tick("[value='orders.read']", true));
        var page = await browser.OpenClientAsync("try", id);
        var done = (await page.FormWith("#secret").Fill("#secret", secret).SubmitAsync()).ExpectPage();
        Assert.Contains("It works.", done.Text, StringComparison.Ordinal);
        Assert.Equal("orders.read", (string?)Shown(done, "In the access token")["scope"]);
        Assert.False(done.Html.Contains("In the ID token", StringComparison.Ordinal));
        var wrong = (await done.FormWith("#secret").Fill("#secret", "wrong").SubmitAsync()).ExpectPage();
        Assert.StartsWith("Error: ", wrong.Document.Title, StringComparison.Ordinal);
        Assert.Contains("The secret is not right.", wrong.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_revoked_also_where_the_tab_is_closed_meanwhile()
    {
        var grants = new BreakableGrants();
        await using var provider = await Provider.StartAsync(settings => settings.WithServices(services => services.AddSingleton<IPersistedGrantStore>(grants)));
        var browser = await provider.SignInAsRoleAsync("admin");
        var (_, id, secret) = await RegisterAsync(browser, "machine", form => form.Tick("[value='orders.read']", true));
        var form = (await browser.OpenClientAsync("try", id)).FormWith("#secret").Fill("#secret", secret);
        var requests = await provider.InScopeAsync((IHttpContextAccessor accessor) => Task.FromResult(accessor));
        var (begun, gone, done) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource<bool>());
        grants.Storing = async (grant, cancellation) =>
        {
            if (grant.Type != PersistedGrantTypes.Revocation)
                return;
            requests.HttpContext!.RequestAborted.Register(gone.SetResult);
            begun.SetResult();
            await gone.Task;
            done.SetResult(!cancellation.IsCancellationRequested);
        };

        using var tab = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = new FormUrlEncodedContent(form.Fields) };
        request.Headers.Add("Cookie", browser.Cookies.GetCookieHeader(form.Action));
        var answer = provider.Http.SendAsync(request, tab.Token);
        await begun.Task;
        await tab.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.True(await done.Task);
    }

    [Fact]
    public async Task The_address_of_the_console_is_added_and_removed_with_a_click()
    {
        var (browser, id, _) = await RegisterAsync("spa");
        var page = await browser.OpenClientAsync("try", id);
        Assert.Equal("Add it to the client", Assert.Single(page.Document.QuerySelectorAll(".content button")).TextContent);
        // Sent all the same, it leads nowhere.
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(page.Address, page.FormWith(".content form").Fields)).ExpectPage().Status);

        var ready = (await page.FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Contains(_provider.Address(Callback).ToString(), (await browser.OpenClientAsync("client", id)).Text, StringComparison.Ordinal);
        // What the app takes over is still its own address.
        Assert.DoesNotContain(Callback, (await browser.OpenClientAsync("connect", id)).Document.QuerySelector(".guide")!.TextContent, StringComparison.Ordinal);

        var removed = (await ready.FormWith("form[action*=restore]").SubmitAsync()).ExpectPage();
        Assert.Contains("is no redirect URI of the client any more", removed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Callback, (await browser.OpenClientAsync("client", id)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state=another&code=x", "belongs to another sign-in")]
    [InlineData("code=x", "belongs to another sign-in")]
    [InlineData("{state}&iss=https%3A%2F%2Fevil.example&code=x", "is another provider")]
    [InlineData("{state}&error=access_denied", "You said no")]
    [InlineData("{state}&error=server_error&error_description=Just+so", "Just so")]
    [InlineData("{state}&code=made-up", "invalid_grant")]
    public async Task Another_answer_than_was_waited_for_is_explained(string query, string explanation)
    {
        var (browser, id, _) = await RegisterAsync("spa");
        var state = await BeginAsync(browser, id);
        var page = await browser.OpenAsync($"{Callback}?{query.Replace("{state}", $"state={state}", StringComparison.Ordinal)}");
        Assert.Contains(explanation, page.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Error: ", page.Document.Title, StringComparison.Ordinal);
        Assert.False(page.Has("pre"));
    }

    [Fact]
    public async Task An_answer_that_another_browser_waits_for_is_not_taken()
    {
        var (browser, id, _) = await RegisterAsync("spa");
        var state = await BeginAsync(browser, id);
        var other = await _provider.SignInAsRoleAsync("admin");
        Assert.Contains("There is no run to come back to", (await other.OpenAsync($"{Callback}?state={state}&code=x")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_denies_consent_sees_what_the_app_would_get()
    {
        var (browser, id, _) = await RegisterAsync("spa");
        var ready = (await (await browser.OpenClientAsync("try", id)).FormWith(".content form").SubmitAsync()).ExpectPage();
        var consent = (await ready.FormWith(".content form").SubmitAsync()).ExpectPage();
        var denied = (await HostedPages.DenyAsync(consent)).ExpectPage();
        Assert.Equal(Callback, denied.Path);
        Assert.Contains("access_denied", denied.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_allowed_in_a_run_is_not_remembered()
    {
        var (browser, id, _) = await RegisterAsync("spa");
        var ready = (await (await browser.OpenClientAsync("try", id)).FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Contains("what you allow is not remembered", ready.Text, StringComparison.Ordinal);
        var consent = (await ready.FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Contains("for this run alone", consent.Text, StringComparison.Ordinal);
        Assert.False(consent.Has("[name=remember]"));
        // Sent all the same, it changes nothing.
        var form = consent.FormWith(HostedPages.ConsentForm);
        var done = (await browser.PostAsync(form.Action, form.Fields.Append(new("remember", "true")))).ExpectPage();
        Assert.Contains("It works.", done.Text, StringComparison.Ordinal);

        Assert.DoesNotContain(id, (await browser.OpenAsync("/account/apps")).Text, StringComparison.Ordinal);
        var rp = new RelyingParty(_provider, new TestClient(id, null, RegistrySteps.SomeRedirectUri, "openid profile", Public: true));
        Assert.Equal(HostedPages.ConsentPath, (await rp.VisitAsync(browser, rp.Request("openid"))).ExpectPage().Path);
    }

    [Fact]
    public async Task A_secret_that_was_typed_after_the_session_had_ended_is_on_no_page()
    {
        var (browser, id, secret) = await RegisterAsync("web");
        var asked = (await RunAsync(browser, id)).FormWith("#secret").Fill("#secret", secret);
        var (_, machine, machineSecret) = await RegisterAsync(browser, "machine");
        var own = (await browser.OpenClientAsync("try", machine)).FormWith("#secret").Fill("#secret", machineSecret);
        _provider.Clock.Advance(TimeSpan.FromDays(15));
        foreach (var (form, typed) in new[] { (asked, secret), (own, machineSecret) })
        {
            var held = (await form.SubmitAsync()).ExpectPage();
            Assert.Equal(HttpStatusCode.Unauthorized, held.Status);
            Assert.DoesNotContain(typed, held.Html, StringComparison.Ordinal);
            Assert.Contains("but for the secret: you will be asked for it again", held.Text, StringComparison.Ordinal);
        }
    }

    private async Task<(UserAgent Browser, string Id, string Secret)> RegisterAsync(string template, Action<PageForm>? fill = null)
    {
        var browser = await _provider.SignInAsRoleAsync("admin");
        return await RegisterAsync(browser, template, fill);
    }

    private static async Task<(UserAgent Browser, string Id, string Secret)> RegisterAsync(UserAgent browser, string template, Action<PageForm>? fill = null)
    {
        var id = RegistrySteps.NewId();
        var connect = await browser.RegisterClientAsync(template, id, fill);
        return (browser, id, connect.Has(".snippet.once") ? connect.ShownSecret() : "");
    }

    /// <summary>Adds the address, and runs the flow up to what the console shows of the answer.</summary>
    private static async Task<Page> RunAsync(UserAgent browser, string id)
    {
        var ready = (await (await browser.OpenClientAsync("try", id)).FormWith(".content form").SubmitAsync()).ExpectPage();
        var consent = (await ready.FormWith(".content form").SubmitAsync()).ExpectPage();
        var back = (await HostedPages.ConsentAsync(consent)).ExpectPage();
        Assert.True(back.Path == Callback, back.ToString());
        return back;
    }

    /// <summary>Goes as far as the page that asks for consent; the state that was sent.</summary>
    private static async Task<string> BeginAsync(UserAgent browser, string id)
    {
        var ready = (await (await browser.OpenClientAsync("try", id)).FormWith(".content form").SubmitAsync()).ExpectPage();
        await ready.FormWith(".content form").SubmitAsync();
        var authorize = browser.LastHops.Select(hop => hop.Address).First(address => address.AbsolutePath == "/connect/authorize");
        return System.Web.HttpUtility.ParseQueryString(authorize.Query)["state"]!;
    }

    private static JsonObject Shown(Page page, string title)
    {
        var figure = page.Document.QuerySelectorAll(".snippet").Single(figure => figure.QuerySelector("figcaption")?.TextContent == title);
        return JsonNode.Parse(figure.QuerySelector("code")!.TextContent)!.AsObject();
    }
}
