using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>RP-Initiated Logout: rows RPL-02 to 11, LOGX-01 to 09, 16 to 21, BCP-21.</summary>
public sealed class LogoutTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private static readonly string State = new('s', 128);

    [Fact]
    [Trait("Conformance", "RPL-02")]
    [Trait("Conformance", "LOGX-20")]
    public async Task A_full_request_signs_out_and_returns_to_the_client()
    {
        var (browser, signedIn) = await SignedInAsync();
        var callback = (await browser.GoAsync(EndSession(signedIn).Address)).ExpectCallback();
        Assert.Equal($"{TestClients.PostLogoutUri}?state={State}", callback.Address.OriginalString);
        Assert.All(browser.LastHops, hop => Assert.Equal(HttpStatusCode.SeeOther, hop.Status));
        await IsSignedOutAsync(browser);
    }

    [Fact]
    [Trait("Conformance", "BCP-41")]
    public async Task A_form_of_another_site_signs_nobody_out_unasked()
    {
        var (browser, _) = await SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/endsession") { Content = new FormUrlEncodedContent([]) };
        // As a browser sends it: with its origin, without the SameSite=Lax cookies.
        request.Headers.Add("Origin", "https://attacker.example");
        using var answer = await Provider.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"), "a cookie was touched");

        // Its redirect comes with the cookies, and the user is asked.
        var page = (await browser.GoAsync(new Uri(Provider.Origin, answer.Headers.Location!))).ExpectPage();
        Assert.True(page.Has(HostedPages.LogoutForm), $"{page}");
    }

    [Fact]
    [Trait("Conformance", "LOGX-01")]
    public async Task A_clients_own_form_signs_out()
    {
        var (browser, signedIn) = await SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/endsession")
        {
            Content = new FormUrlEncodedContent(EndSession(signedIn).Parameters),
        };
        request.Headers.Add("Origin", "https://web.example");
        using var answer = await Provider.Http.SendAsync(request);
        (await browser.GoAsync(new Uri(Provider.Origin, answer.Headers.Location!))).ExpectCallback();
        await IsSignedOutAsync(browser);
    }

    [Theory]
    [Trait("Conformance", "RPL-03")]
    [Trait("Conformance", "RPL-10")]
    [Trait("Conformance", "LOGX-07")]
    [InlineData("https://attacker.example/")]
    [InlineData("https://web.example/signed-out?foo=bar")]
    [InlineData("https://web.example/Signed-out")]
    [InlineData("https://web.example/signed-out/")]
    [InlineData("https://web.example:443/signed-out")]
    [InlineData("https://web.example/./signed-out")]
    public async Task Another_URI_than_the_registered_one_is_not_gone_to(string uri)
    {
        var (browser, signedIn) = await SignedInAsync();
        await StaysAsync(browser, EndSession(signedIn).With("post_logout_redirect_uri", uri));
    }

    [Fact]
    [Trait("Conformance", "RPL-04")]
    [Trait("Conformance", "RPL-11")]
    [Trait("Conformance", "LOGX-06")]
    [Trait("Conformance", "G9068-08")]
    [Trait("Conformance", "BCP-33")]
    public async Task A_hint_that_is_not_ours_is_refused()
    {
        var (browser, signedIn) = await SignedInAsync();
        var hint = signedIn.Tokens.IdToken!;
        string[] wrong =
        [
            hint.Unsigned(),
            hint.Tampered(payload: claims => claims["sub"] = "somebody-else"),
            hint.Tampered(header: header => header["jku"] = "https://attacker.example/jwks.json"),
            hint.Text[..^8] + "AAAAAAAA",
            "garbage",
            "a.b.c",
            signedIn.Tokens.AccessToken,
        ];
        foreach (var text in wrong)
            await StaysAsync(browser, EndSession(signedIn).With("id_token_hint", text));
        await IsSignedInAsync(browser);
    }

    [Fact]
    [Trait("Conformance", "RPL-05")]
    public async Task Without_a_hint_and_a_client_there_is_no_redirect()
    {
        var (browser, _) = await SignedInAsync();
        var page = await StaysAsync(browser, new EndSessionRequest().With("post_logout_redirect_uri", TestClients.PostLogoutUri).With("state", State));
        (await HostedPages.ConfirmLogoutAsync(page)).ExpectPage();
        await IsSignedOutAsync(browser);
    }

    [Theory]
    [Trait("Conformance", "RPL-06")]
    [Trait("Conformance", "RPL-09")]
    [InlineData("")]
    [InlineData("only")]
    public async Task Without_parameters_the_user_is_asked_and_stays(string state)
    {
        var (browser, _) = await SignedInAsync();
        var page = await StaysAsync(browser, new EndSessionRequest().With("state", state));
        await IsSignedInAsync(browser);
        (await HostedPages.ConfirmLogoutAsync(page)).ExpectPage();
        await IsSignedOutAsync(browser);
    }

    [Fact]
    [Trait("Conformance", "RPL-07")]
    public async Task Without_a_URI_the_user_is_signed_out_and_stays()
    {
        var (browser, signedIn) = await SignedInAsync();
        var page = (await browser.GoAsync(EndSession(signedIn).Without("post_logout_redirect_uri").Address)).ExpectPage();
        Assert.Equal(HttpStatusCode.OK, page.Status);
        await IsSignedOutAsync(browser);
    }

    [Fact]
    [Trait("Conformance", "RPL-08")]
    public async Task Without_a_state_none_comes_back()
    {
        var (browser, signedIn) = await SignedInAsync();
        var callback = (await browser.GoAsync(EndSession(signedIn).Without("state").Address)).ExpectCallback();
        Assert.Equal(TestClients.PostLogoutUri, callback.Address.OriginalString);
        await IsSignedOutAsync(browser);
    }

    [Fact]
    [Trait("Conformance", "LOGX-01")]
    public async Task A_logout_may_be_posted()
    {
        var (browser, signedIn) = await SignedInAsync();
        var landing = await browser.PostAsync(Provider.Address("/connect/endsession"), EndSession(signedIn).Parameters);
        Assert.Equal($"{TestClients.PostLogoutUri}?state={State}", landing.ExpectCallback().Address.OriginalString);
        await IsSignedOutAsync(browser);
    }

    [Fact]
    [Trait("Conformance", "LOGX-02")]
    public async Task An_expired_hint_will_do()
    {
        var (browser, signedIn) = await SignedInAsync();
        Provider.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(6));
        (await browser.GoAsync(EndSession(signedIn).Address)).ExpectCallback();
    }

    [Fact]
    [Trait("Conformance", "LOGX-03")]
    public async Task A_client_without_a_hint_gets_the_user_back_once_the_user_agrees()
    {
        var (browser, _) = await SignedInAsync();
        var page = await StaysAsync(browser, new EndSessionRequest()
            .With("client_id", TestClients.Web).With("post_logout_redirect_uri", TestClients.PostLogoutUri).With("state", State));
        await IsSignedInAsync(browser);
        var callback = (await HostedPages.ConfirmLogoutAsync(page)).ExpectCallback();
        Assert.Equal($"{TestClients.PostLogoutUri}?state={State}", callback.Address.OriginalString);
        await IsSignedOutAsync(browser);
    }

    [Theory]
    [Trait("Conformance", "LOGX-04")]
    [Trait("Conformance", "LOGX-05")]
    [InlineData(TestClients.OtherWeb)]
    [InlineData("nobody-knows-me")]
    public async Task A_client_that_is_not_the_hints_is_refused(string clientId)
    {
        var (browser, signedIn) = await SignedInAsync();
        Conforming.ErrorPage(await browser.GoAsync(EndSession(signedIn).With("client_id", clientId).Address));
        await IsSignedInAsync(browser);
    }

    [Fact]
    [Trait("Conformance", "LOGX-05")]
    public async Task An_unknown_client_is_refused() =>
        Conforming.ErrorPage(await Provider.NewBrowser().GoAsync(new EndSessionRequest().With("client_id", "nobody-knows-me").Address));

    [Fact]
    [Trait("Conformance", "LOGX-08")]
    public async Task The_hint_of_another_user_signs_nobody_out_unasked()
    {
        var (_, other) = await SignedInAsync();
        var (browser, _) = await SignedInAsync();
        await StaysAsync(browser, EndSession(other));
        await IsSignedInAsync(browser);
    }

    [Fact]
    [Trait("Conformance", "LOGX-09")]
    public async Task Who_is_signed_out_already_still_returns_to_the_client()
    {
        var (browser, signedIn) = await SignedInAsync();
        await browser.GoAsync(EndSession(signedIn).Address);
        var again = (await browser.GoAsync(EndSession(signedIn).Address)).ExpectCallback();
        Assert.Equal($"{TestClients.PostLogoutUri}?state={State}", again.Address.OriginalString);
    }

    [Theory]
    [Trait("Conformance", "LOGX-16")]
    [InlineData("xx-nowhere")]
    [InlineData("a b c d e f g h i j k l m n o p q r s t u v w x y z")]
    public async Task Locales_that_nobody_speaks_are_ignored(string locales)
    {
        var (browser, signedIn) = await SignedInAsync();
        (await browser.GoAsync(EndSession(signedIn).With("ui_locales", locales).Address)).ExpectCallback();
    }

    [Fact]
    [Trait("Conformance", "LOGX-17")]
    [Trait("Conformance", "BCP-41")]
    public async Task A_confirmation_without_its_antiforgery_token_is_refused()
    {
        var (browser, _) = await SignedInAsync();
        var page = await StaysAsync(browser, new EndSessionRequest());
        var form = page.FormWith(HostedPages.LogoutForm);
        var forged = form.Fields.Where(field => !field.Key.Contains("RequestVerificationToken", StringComparison.Ordinal));
        Conforming.ErrorPage(await browser.PostAsync(form.Action, forged));
        await IsSignedInAsync(browser);
    }

    [Fact]
    [Trait("Conformance", "LOGX-21")]
    [Trait("Conformance", "BCP-21")]
    public async Task Logout_ends_what_was_issued_in_the_session()
    {
        var browser = await SomebodyAsync();
        var signedIn = await Rp().SignInAsync(browser, Rp().Request("openid offline_access").With("prompt", "consent"));
        await browser.GoAsync(EndSession(signedIn).Address);
        Conforming.TokenError(await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
        using var userInfo = await Rp().UserInfoAsync(signedIn.Tokens.AccessToken);
        Assert.Equal(HttpStatusCode.Unauthorized, userInfo.StatusCode);
    }

    [Fact]
    [Trait("Conformance", "BCP-42")]
    public async Task The_next_sign_in_is_another_session()
    {
        var (browser, first) = await SignedInAsync();
        await browser.GoAsync(EndSession(first).Address);
        var second = await Rp().SignInAsync(browser);
        Assert.Equal(first.Subject, second.Subject);
        Assert.NotEqual(first.Tokens.IdToken!.SessionId, second.Tokens.IdToken!.SessionId);
    }

    /// <summary>A full request.</summary>
    private static EndSessionRequest EndSession(SignedIn signedIn) => new EndSessionRequest()
        .With("id_token_hint", signedIn.Tokens.IdToken!.Text).With("post_logout_redirect_uri", TestClients.PostLogoutUri).With("state", State);

    private async Task<(UserAgent Browser, SignedIn SignedIn)> SignedInAsync()
    {
        var browser = await SomebodyAsync();
        return (browser, await Rp().SignInAsync(browser));
    }

    /// <summary>The error page or the question whether to sign out; never the client.</summary>
    private static async Task<Page> StaysAsync(UserAgent browser, EndSessionRequest request)
    {
        var page = (await browser.GoAsync(request.Address)).ExpectPage();
        Assert.True(page.Status is HttpStatusCode.BadRequest || (page.Status is HttpStatusCode.OK && page.Path == HostedPages.LogoutPath), $"{page}");
        return page;
    }

    private async Task IsSignedOutAsync(UserAgent browser)
    {
        var request = Rp().Request().With("prompt", "none");
        Conforming.ErrorCallback(Provider, request, (await Rp().VisitAsync(browser, request)).ExpectCallback(), "login_required");
    }

    private async Task IsSignedInAsync(UserAgent browser)
    {
        var request = Rp().Request().With("prompt", "none");
        Conforming.Callback(Provider, request, (await Rp().VisitAsync(browser, request)).ExpectCallback());
    }
}
