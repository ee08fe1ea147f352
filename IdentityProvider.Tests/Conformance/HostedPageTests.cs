using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Conformance;

/// <summary>What the provider's own pages must and must not do: rows BASIC-11, BCP-07, 42, LOGX-18, J-25, 31, 39, 81, 82, 88, 89.</summary>
public sealed class HostedPageTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    [Theory]
    [Trait("Conformance", "BCP-07")]
    [InlineData("https://attacker.example/")]
    [InlineData("//attacker.example/")]
    [InlineData("/\\attacker.example/")]
    [InlineData("\\\\attacker.example")]
    [InlineData("%2F%2Fattacker.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/attacker.example")]
    [InlineData(" //attacker.example")]
    public async Task Nobody_is_sent_elsewhere_after_signing_in(string returnUrl)
    {
        var browser = await SomebodyAsync();
        var login = (await browser.GoAsync($"/account/login?returnUrl={Uri.EscapeDataString(returnUrl)}")).ExpectPage();
        Assert.Equal("/account", (await HostedPages.SignInAsync(login)).ExpectPage().Path);
    }

    [Fact]
    [Trait("Conformance", "BCP-07")]
    public async Task A_page_of_the_account_is_returned_to()
    {
        var browser = await SomebodyAsync();
        var login = (await browser.GoAsync("/account/sessions")).ExpectPage();
        Assert.Equal("/account/sessions", (await HostedPages.SignInAsync(login)).ExpectPage().Path);
    }

    [Theory]
    [InlineData("/%C3%A9", "/%C3%A9")]
    [InlineData("/é?q=日本", "/%C3%A9?q=%E6%97%A5%E6%9C%AC")]
    [InlineData("~/account/sessions", "/account/sessions")]
    [InlineData("/.//é.example", "//%C3%A9.example")]
    public async Task An_address_of_our_own_is_written_as_a_header_can_have_it(string returnUrl, string location)
    {
        var browser = await SomebodySignedInAsync();
        await browser.GoAsync("/account/login?returnUrl=" + Uri.EscapeDataString(Uri.UnescapeDataString(returnUrl)));
        Assert.Equal(HttpStatusCode.SeeOther, browser.LastHops[0].Status);
        Assert.Equal(location, browser.LastHops[1].Address.PathAndQuery);
    }

    [Fact]
    [Trait("Conformance", "BCP-42")]
    public async Task A_cookie_from_before_the_sign_in_is_not_the_session()
    {
        var browser = await SomebodyAsync();
        var login = (await browser.GoAsync("/account/login")).ExpectPage();
        var before = browser.Cookies.GetAllCookies().Select(cookie => cookie.Value).ToList();
        await HostedPages.SignInAsync(login);
        var stranger = Provider.NewBrowser();
        foreach (var value in before)
            foreach (Cookie cookie in browser.Cookies.GetAllCookies())
                stranger.Cookies.Add(new Cookie(cookie.Name, value, "/", cookie.Domain));
        Assert.Equal(HostedPages.LoginPath, (await stranger.GoAsync("/account")).ExpectPage().Path);
    }

    [Fact]
    [Trait("Conformance", "LOGX-18")]
    public async Task Saying_no_to_the_logout_changes_nothing()
    {
        var browser = await SomebodySignedInAsync();
        var page = (await browser.GoAsync("/connect/endsession")).ExpectPage();
        Assert.Equal("/account", (await page.ClickAsync($"{HostedPages.LogoutForm} a")).ExpectPage().Path);
        var request = Rp().Request().With("prompt", "none");
        Conforming.Callback(Provider, request, (await Rp().VisitAsync(browser, request)).ExpectCallback());
    }

    [Theory]
    [Trait("Conformance", "J-31")]
    [Trait("Conformance", "J-39")]
    [InlineData("/connect/authorize?client_id=%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/connect/endsession?client_id=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")]
    [InlineData("/account/login?returnUrl=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/account/confirm-email?token=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/account/verify-phone?request=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/error?message=%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    public async Task What_the_caller_says_is_never_markup(string address)
    {
        var page = (await Provider.NewBrowser().GoAsync(address)).ExpectPage();
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", page.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Conformance", "J-25")]
    public async Task Registration_on_the_way_is_not_offered()
    {
        var request = Rp().Request().With("registration", "{}");
        Conforming.ErrorCallback(Provider, request, (await Rp().VisitAsync(Provider.NewBrowser(), request)).ExpectCallback(), "registration_not_supported");
    }

    [Theory]
    [Trait("Conformance", "J-81")]
    [Trait("Conformance", "J-82")]
    [InlineData("/nowhere", "text/html", "text/html")]
    [InlineData("/api/nowhere", "text/html", "text/html")]
    [InlineData("/api/nowhere", "application/json", "application/problem+json")]
    [InlineData("/api/nowhere", "*/*", "application/problem+json")]
    [InlineData("/nowhere", "application/json", "application/problem+json")]
    public async Task An_unknown_address_answers_as_the_caller_reads(string path, string accept, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", accept } } };
        using var answer = await Provider.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(expected, answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    [Trait("Conformance", "J-88")]
    [Trait("Conformance", "BCP-21")]
    public async Task A_consent_taken_back_takes_the_tokens_along()
    {
        var rp = Rp(TestClients.ConsentWeb);
        var browser = await SomebodyAsync();
        var signedIn = await rp.SignInAsync(browser, rp.Request("openid offline_access"));
        var apps = (await browser.GoAsync("/account/apps")).ExpectPage();
        await apps.FormWith($"input[name=clientId][value='{TestClients.ConsentWeb}']").SubmitAsync();
        Conforming.TokenError(await rp.RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
        using var userInfo = await rp.UserInfoAsync(signedIn.Tokens.AccessToken);
        Assert.Equal(HttpStatusCode.Unauthorized, userInfo.StatusCode);
        Assert.Equal(HostedPages.ConsentPath, (await rp.VisitAsync(browser, rp.Request("openid"))).ExpectPage().Path);
    }

    [Fact]
    [Trait("Conformance", "J-89")]
    public async Task A_session_ended_from_another_browser_is_over_at_once()
    {
        var person = await Provider.Accounts.RegisterVerifiedAsync();
        var lost = Provider.NewBrowser().UsedBy(person);
        var signedIn = await Rp().SignInAsync(lost, Rp().Request("openid offline_access"));
        var here = Provider.NewBrowser().UsedBy(person);
        await Rp().SignInAsync(here);
        var sessions = (await here.GoAsync("/account/sessions")).ExpectPage();
        await sessions.FormWith("input[name=id]").SubmitAsync();
        Assert.Equal(HostedPages.LoginPath, (await lost.GoAsync("/account")).ExpectPage().Path);
        Conforming.TokenError(await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
    }

    [Fact]
    [Trait("Conformance", "BASIC-11")]
    [Trait("Conformance", "COMMON-31")]
    public async Task The_address_is_an_object()
    {
        var browser = await SomebodyAsync();
        var app = new App(Provider);
        var token = (await app.SignInAsync(browser.Person!)).ExpectAccessToken();
        var change = new JsonObject { ["address"] = "12 Inya Road", ["city"] = "Yangon", ["gender"] = "female", ["dateOfBirth"] = "1990-02-28" };
        (await app.CallAsync(HttpMethod.Patch, "/profile", change, token)).Expect(HttpStatusCode.OK);

        var signedIn = await Rp().SignInAsync(browser, Rp().Request("openid address profile"));
        var claims = await UserInfo.ReadAsync(await Rp().UserInfoAsync(signedIn.Tokens.AccessToken));
        UserInfo.HasStandardTypes(claims);
        Assert.Equal("Yangon", (string?)claims["address"]!["locality"]);
        Assert.Equal("1990-02-28", (string?)claims["birthdate"]);
    }
}
