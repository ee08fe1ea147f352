using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>The Form Post OP plan: the rows that differ from the Basic plan, and the other response modes.</summary>
public sealed class FormPostTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    [Theory]
    [Trait("Conformance", "FP-01")]
    [Trait("Conformance", "FP-44")]
    [Trait("Conformance", "COMMON-37")]
    [Trait("Conformance", "COMMON-38")]
    [Trait("Conformance", "G9207-01")]
    [Trait("Conformance", "G9207-03")]
    [Trait("Conformance", "BCP-13")]
    [InlineData("form_post", CallbackKind.FormPost)]
    [InlineData("fragment", CallbackKind.Fragment)]
    [InlineData("query", CallbackKind.Query)]
    public async Task The_answer_comes_in_the_mode_that_was_asked_for(string mode, CallbackKind kind)
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request().With("response_mode", mode));
        Assert.Equal(kind, signedIn.Callback.Kind);
        if (kind == CallbackKind.FormPost)
            Assert.Equal(Rp().Client.RedirectUri, signedIn.Callback.Address.OriginalString);
    }

    [Theory]
    [Trait("Conformance", "FP-02")]
    [Trait("Conformance", "FP-18")]
    [Trait("Conformance", "FP-42")]
    [Trait("Conformance", "J-38")]
    [InlineData("form_post", CallbackKind.FormPost)]
    [InlineData("fragment", CallbackKind.Fragment)]
    public async Task An_error_comes_in_the_mode_that_was_asked_for(string mode, CallbackKind kind)
    {
        var request = Rp().Request().With("response_mode", mode).With("prompt", "none").With("state", new string('q', 128));
        var callback = (await Rp().VisitAsync(await SomebodyAsync(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "login_required");
        Assert.Equal(kind, callback.Kind);

        var withoutPkce = Rp(TestClients.PkceWeb).Request().With("response_mode", mode);
        callback = (await Rp(TestClients.PkceWeb).VisitAsync(await SomebodyAsync(), withoutPkce)).ExpectCallback();
        Conforming.ErrorCallback(Provider, withoutPkce, callback, "invalid_request");
        Assert.Equal(kind, callback.Kind);
    }

    [Fact]
    [Trait("Conformance", "FP-39")]
    public async Task The_page_that_posts_is_not_stored_and_runs_nothing_else()
    {
        var request = Rp().Request().With("response_mode", "form_post").With("prompt", "none");
        using var answer = await Provider.Http.GetAsync($"/connect/authorize?{request.Query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore, "Cache-Control is not no-store");
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
        // Chromium applies form-action to the client's own redirects too, so the form must not be held to the first address.
        Assert.DoesNotContain("form-action", policy, StringComparison.Ordinal);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("<noscript", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Conformance", "FP-40")]
    public async Task A_hostile_state_is_a_value_and_no_markup()
    {
        const string Hostile = """
            "'><script>alert(1)</script>&lt;&amp;
            """;
        var request = Rp().Request().With("response_mode", "form_post").With("prompt", "none").With("state", Hostile);
        var callback = (await Rp().VisitAsync(await SomebodyAsync(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "login_required");
        var html = await Provider.Http.GetStringAsync($"/connect/authorize?{request.Query}");
        Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [Trait("Conformance", "FP-43")]
    [Trait("Conformance", "J-15")]
    [InlineData("unheard_of")]
    [InlineData("web_message")]
    [InlineData("QUERY")]
    public async Task An_unknown_mode_is_refused_in_the_default_mode(string mode)
    {
        var request = Rp().Request().With("response_mode", mode);
        var callback = (await Rp().VisitAsync(await SomebodyAsync(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "invalid_request", "unsupported_response_mode");
        Assert.Equal(CallbackKind.Query, callback.Kind);
    }

    [Fact]
    [Trait("Conformance", "J-15")]
    public async Task A_mode_given_twice_is_refused_in_the_default_mode()
    {
        var request = Rp().Request().With("response_mode", "fragment").Adding("response_mode", "form_post");
        var callback = (await Rp().VisitAsync(await SomebodyAsync(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "invalid_request");
        Assert.Equal(CallbackKind.Query, callback.Kind);
    }

    [Fact]
    [Trait("Conformance", "FP-30")]
    public async Task A_wrong_redirect_URI_gets_no_form()
    {
        var request = Rp().Request().With("response_mode", "form_post").With("redirect_uri", "https://attacker.example/callback");
        Conforming.ErrorPage(await Rp().VisitAsync(await SomebodyAsync(), request));
    }

    [Theory]
    [Trait("Conformance", "FP-03")]
    [Trait("Conformance", "FP-09")]
    [Trait("Conformance", "FP-10")]
    [Trait("Conformance", "FP-11")]
    [Trait("Conformance", "FP-12")]
    [Trait("Conformance", "FP-13")]
    [Trait("Conformance", "FP-14")]
    [Trait("Conformance", "FP-15")]
    [Trait("Conformance", "FP-16")]
    [Trait("Conformance", "FP-20")]
    [Trait("Conformance", "FP-21")]
    [Trait("Conformance", "FP-22")]
    [Trait("Conformance", "FP-24")]
    [Trait("Conformance", "FP-25")]
    [Trait("Conformance", "FP-26")]
    [Trait("Conformance", "FP-27")]
    [Trait("Conformance", "FP-35")]
    [InlineData("scope", "openid")]
    [InlineData("scope", "openid profile")]
    [InlineData("scope", "openid email")]
    [InlineData("scope", "openid address")]
    [InlineData("scope", "openid phone")]
    [InlineData("scope", "openid email phone address profile")]
    [InlineData("scope", "email openid")]
    [InlineData("display", "page")]
    [InlineData("display", "popup")]
    [InlineData("max_age", "0")]
    [InlineData("max_age", "15000")]
    [InlineData("extra", "foobar")]
    [InlineData("login_hint", "buffy@localhost")]
    [InlineData("ui_locales", "se")]
    [InlineData("claims_locales", "se")]
    [InlineData("acr_values", "1 2")]
    [InlineData("claims", """{"userinfo":{"name":{"essential":true}}}""")]
    public async Task A_flow_with_options_completes_by_form_post(string parameter, string value)
    {
        var request = Rp().Request().With(parameter, value).With("response_mode", "form_post");
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), request);
        Assert.Equal(CallbackKind.FormPost, signedIn.Callback.Kind);
        await UserInfo.ReadAsync(await Rp().UserInfoAsync(signedIn.Tokens.AccessToken));
    }

    [Theory]
    [Trait("Conformance", "FP-17")]
    [Trait("Conformance", "FP-19")]
    [Trait("Conformance", "FP-23")]
    [Trait("Conformance", "FP-28")]
    [Trait("Conformance", "FP-37")]
    [Trait("Conformance", "FP-38")]
    [InlineData("none")]
    [InlineData("login")]
    [InlineData("consent")]
    public async Task A_second_flow_of_the_session_completes_by_form_post(string prompt)
    {
        var browser = await SomebodyAsync();
        var first = await Rp().SignInAsync(browser);
        var request = Rp().Request("openid offline_access").WithPkce()
            .With("response_mode", "form_post").With("prompt", prompt).With("id_token_hint", first.Tokens.IdToken!.Text);
        var second = await Rp().SignInAsync(browser, request);
        Assert.Equal(first.Subject, second.Subject);
        (await Rp().RefreshAsync(second.Tokens.ExpectRefreshToken())).ExpectSuccess();
        Conforming.TokenError(await Rp().RedeemAsync(second.Callback.Code!, request), "invalid_grant");
    }

    [Fact]
    [Trait("Conformance", "FP-31")]
    public async Task Posted_in_and_posted_out()
    {
        var request = Rp().Request().With("response_mode", "form_post");
        var landing = await (await SomebodyAsync()).PostAsync(Provider.Address("/connect/authorize"), request.Parameters);
        var callback = await HostedPages.PassAsync(landing);
        Conforming.Callback(Provider, request, callback);
        Assert.Equal(CallbackKind.FormPost, callback.Kind);
    }
}
