using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>RFC 6749 4.1.1 and 4.1.2: rows G6749-01 to 22, DYN-04 to 07, BCP-01, 02, 04, 05, 14, 15, 38.</summary>
public sealed class AuthorizationEndpointTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    [Fact]
    [Trait("Conformance", "G6749-01")]
    public async Task Without_a_client_there_is_an_error_page() =>
        Conforming.ErrorPage(await Rp().VisitAsync(Provider.NewBrowser(), Rp().Request().Without("client_id")));

    [Theory]
    [Trait("Conformance", "G6749-02")]
    [Trait("Conformance", "G6749-03")]
    [Trait("Conformance", "BCP-05")]
    [InlineData("nobody-knows-me")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData(TestClients.Disabled)]
    public async Task An_unknown_or_disabled_client_gets_an_error_page(string clientId)
    {
        var request = Rp(TestClients.Disabled).Request().With("client_id", clientId);
        var page = Conforming.ErrorPage(await Rp().VisitAsync(Provider.NewBrowser(), request));
        Assert.DoesNotContain("disabled.example", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Conformance", "G6749-04")]
    [Trait("Conformance", "G6749-05")]
    [Trait("Conformance", "DYN-04")]
    [InlineData(TestClients.TwoRedirects)]
    [InlineData(TestClients.Web)]
    public async Task Without_a_redirect_URI_there_is_an_error_page(string clientId) =>
        Conforming.ErrorPage(await Rp().VisitAsync(Provider.NewBrowser(), Rp(clientId).Request().Without("redirect_uri")));

    [Theory]
    [Trait("Conformance", "G6749-06")]
    [Trait("Conformance", "G6749-07")]
    [Trait("Conformance", "DYN-07")]
    [Trait("Conformance", "BCP-01")]
    [Trait("Conformance", "J-14")]
    [InlineData("/callback")]
    [InlineData("https:///web.example/callback")]
    [InlineData("https://web.example/call%back")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,hello")]
    [InlineData("https://web.example/Callback")]
    [InlineData("https://web.example/callback/")]
    [InlineData("https://web.example:443/callback")]
    [InlineData("https://web.example:8443/callback")]
    [InlineData("https://web.example/./callback")]
    [InlineData("https://web.example/a/../callback")]
    [InlineData("https://web.example/%63allback")]
    [InlineData("https://user@web.example/callback")]
    [InlineData("https://web.example/callback#fragment")]
    [InlineData("https://web.example/callback?added=1")]
    [InlineData("https://web.example.attacker.example/callback")]
    [InlineData("http://web.example/callback")]
    [InlineData("HTTPS://WEB.EXAMPLE/callback")]
    [InlineData(" https://web.example/callback")]
    public async Task A_redirect_URI_that_is_not_the_registered_string_gets_an_error_page(string redirectUri) =>
        Conforming.ErrorPage(await Rp().VisitAsync(Provider.NewBrowser(), Rp().Request().With("redirect_uri", redirectUri)));

    [Fact]
    [Trait("Conformance", "J-14")]
    public async Task An_endless_redirect_URI_gets_an_error_page() =>
        Conforming.ErrorPage(await Rp().VisitAsync(Provider.NewBrowser(), Rp().Request().With("redirect_uri", "https://web.example/" + new string('x', 3000))));

    [Fact]
    [Trait("Conformance", "DYN-05")]
    public async Task A_registered_query_comes_back_untouched()
    {
        var signedIn = await Rp(TestClients.QueryRedirect).SignInAsync(await SomebodyAsync());
        Assert.StartsWith(Rp(TestClients.QueryRedirect).Client.RedirectUri + "&", signedIn.Callback.Address.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Conformance", "DYN-06")]
    [InlineData("https://query.example/callback?foo=bar")]
    [InlineData("https://query.example/callback?dummy2=ipsum&dummy1=lorem")]
    [InlineData("https://query.example/callback")]
    public async Task Another_query_than_the_registered_one_gets_an_error_page(string redirectUri) =>
        Conforming.ErrorPage(await Rp().VisitAsync(Provider.NewBrowser(), Rp(TestClients.QueryRedirect).Request().With("redirect_uri", redirectUri)));

    [Theory]
    [Trait("Conformance", "BCP-02")]
    [Trait("Conformance", "BCP-04")]
    [InlineData("http://127.0.0.1:51000/callback")]
    [InlineData("http://127.0.0.1/callback")]
    [InlineData("com.example.native:/callback")]
    public async Task A_native_app_may_listen_on_any_loopback_port(string redirectUri)
    {
        var request = Rp(TestClients.Native).Request().With("redirect_uri", redirectUri);
        var callback = await Rp(TestClients.Native).AuthorizeAsync(await SomebodyAsync(), request);
        Assert.NotNull(callback.Code);
        Assert.StartsWith(redirectUri, callback.Address.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Conformance", "BCP-02")]
    [InlineData("http://127.0.0.1:51000/other")]
    [InlineData("http://localhost:51000/callback")]
    [InlineData("http://user@127.0.0.1:51000/callback")]
    [InlineData("http://127.0.0.2:51000/callback")]
    [InlineData("https://127.0.0.1:51000/callback")]
    [InlineData("http://127.0.0.1.attacker.example:51000/callback")]
    [InlineData("http://127.0.0.1:51000@attacker.example/callback")]
    public async Task Only_the_port_of_a_loopback_URI_may_differ(string redirectUri) =>
        Conforming.ErrorPage(await Rp().VisitAsync(Provider.NewBrowser(), Rp(TestClients.Native).Request().With("redirect_uri", redirectUri)));

    [Theory]
    [Trait("Conformance", "G6749-08")]
    [Trait("Conformance", "G6749-09")]
    [InlineData("token")]
    [InlineData("id_token")]
    [InlineData("code id_token")]
    [InlineData("unheard-of")]
    [InlineData("CODE")]
    public async Task Another_response_type_is_refused_to_the_client(string responseType)
    {
        var request = Rp().Request().With("response_type", responseType);
        var callback = (await Rp().VisitAsync(Provider.NewBrowser(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "unsupported_response_type");
    }

    [Fact]
    [Trait("Conformance", "G6749-09")]
    public async Task A_client_without_the_code_grant_cannot_use_it()
    {
        var file = TestClients.FileWith(TestClients.Web, client => client["grant_types"] = new System.Text.Json.Nodes.JsonArray("client_credentials"));
        await using var provider = await Provider.StartAsync(settings => settings.WithClients(file));
        var request = Rp().Request();
        var callback = (await provider.RelyingParty().VisitAsync(provider.NewBrowser(), request)).ExpectCallback();
        Conforming.ErrorCallback(provider, request, callback, "unauthorized_client");
    }

    [Theory]
    [Trait("Conformance", "G6749-10")]
    [InlineData("scope")]
    [InlineData("nonce")]
    [InlineData("response_type")]
    [InlineData("prompt")]
    public async Task A_parameter_given_twice_is_refused_to_the_client(string name)
    {
        var request = Rp().Request();
        var value = request[name] ?? "login";
        request = request.With(name, value).Adding(name, value);
        var callback = (await Rp().VisitAsync(Provider.NewBrowser(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "invalid_request");
    }

    [Fact]
    [Trait("Conformance", "G6749-10")]
    public async Task A_state_given_twice_does_not_come_back()
    {
        var request = Rp().Request().Adding("state", "another");
        var callback = (await Rp().VisitAsync(Provider.NewBrowser(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request.Without("state"), callback, "invalid_request");
    }

    [Theory]
    [Trait("Conformance", "G6749-10")]
    [InlineData("client_id")]
    [InlineData("redirect_uri")]
    public async Task A_client_or_redirect_URI_given_twice_gets_an_error_page(string name)
    {
        var request = Rp().Request();
        Conforming.ErrorPage(await Rp().VisitAsync(Provider.NewBrowser(), request.Adding(name, request[name]!)));
    }

    [Fact]
    [Trait("Conformance", "G6749-11")]
    public async Task An_empty_parameter_is_one_left_out()
    {
        var request = Rp().Request().With("state", "").With("prompt", "").With("max_age", "").With("claims", "");
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), request);
        Assert.Null(signedIn.Callback.State);
    }

    [Theory]
    [Trait("Conformance", "G6749-12")]
    [Trait("Conformance", "G6749-13")]
    [Trait("Conformance", "J-11")]
    [InlineData("openid account")]
    [InlineData("openid \"quoted\"")]
    [InlineData("openid back\\slash")]
    [InlineData("openid nobody-knows-this")]
    public async Task A_scope_that_the_client_may_not_have_is_refused(string scope)
    {
        var request = Rp().Request(scope);
        var callback = (await Rp().VisitAsync(Provider.NewBrowser(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "invalid_scope");
    }

    [Fact]
    [Trait("Conformance", "G6749-14")]
    public async Task Without_openid_there_is_no_ID_token()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request("orders.read"));
        Assert.Null(signedIn.Tokens.IdToken);
    }

    [Fact]
    [Trait("Conformance", "G6749-14")]
    public async Task Without_any_scope_the_client_hears_of_it()
    {
        var request = Rp().Request().Without("scope");
        var callback = (await Rp().VisitAsync(Provider.NewBrowser(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "invalid_scope", "invalid_request");
    }

    [Fact]
    [Trait("Conformance", "G6749-15")]
    public async Task A_body_that_is_no_form_is_refused()
    {
        using var content = new StringContent("""{"client_id":"web"}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await Provider.Http.PostAsync("/connect/authorize", content);
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType, $"{answer.StatusCode}");
    }

    [Theory]
    [Trait("Conformance", "G6749-16")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_not_allowed(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/connect/authorize?{Rp().Request().Query}");
        using var answer = await Provider.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "POST"], answer.Content.Headers.Allow.Except(["HEAD"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Conformance", "G6749-20")]
    [Trait("Conformance", "G6749-21")]
    [Trait("Conformance", "BCP-18")]
    public async Task Every_redirect_is_a_303_and_is_not_stored()
    {
        var browser = await SomebodyAsync();
        await Rp().SignInAsync(browser);
        await Rp().VisitAsync(browser, Rp().Request());
        await Rp().VisitAsync(browser, Rp().Request().With("prompt", "login"));
        var redirects = browser.LastHops.SkipLast(1).ToList();
        Assert.NotEmpty(redirects);
        Assert.All(redirects, hop => Assert.Equal(HttpStatusCode.SeeOther, hop.Status));
        Assert.All(redirects, hop => Assert.Contains("no-store", hop.CacheControl, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Conformance", "G6749-20")]
    [Trait("Conformance", "BCP-14")]
    [Trait("Conformance", "BCP-15")]
    public async Task Pages_cannot_be_framed_and_tell_no_referrer()
    {
        var browser = await SomebodyAsync();
        var login = (await Rp().VisitAsync(browser, Rp().Request())).ExpectPage();
        var consent = (await Rp(TestClients.ConsentWeb).VisitAsync(await SomebodySignedInAsync(), Rp(TestClients.ConsentWeb).Request())).ExpectPage();
        var error = Conforming.ErrorPage(await Rp().VisitAsync(browser, Rp().Request().Without("client_id")));
        foreach (var page in new[] { login, consent, error })
        {
            Assert.Contains("frame-ancestors 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("DENY", page.Header("X-Frame-Options"));
            Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
            Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
            Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Conformance", "BCP-38")]
    [Trait("Conformance", "G6749-62")]
    public async Task The_authorization_endpoint_is_not_for_scripts()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/connect/authorize?{Rp(TestClients.Spa).Request().Query}");
        request.Headers.Add("Origin", TestClients.SpaOrigin);
        using var answer = await Provider.Http.SendAsync(request);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
