using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Security;

/// <summary>Production behind a proxy that ends TLS: it works, whole, for somebody who comes through the proxy.</summary>
public sealed class BehindProxyTests(PublishedProvider fixture) : IClassFixture<PublishedProvider>
{
    [Fact]
    [Trait("Conformance", "BCP-35")]
    public async Task Somebody_registers_signs_in_and_out()
    {
        var (browser, person) = (fixture.NewBrowser(), Person.New());
        var request = fixture.Provider.RelyingParty(TestClients.ConsentWeb).Request("openid profile email");
        var callback = await fixture.SignUpAsync(browser, person, request);
        Assert.Equal(fixture.Issuer, callback.Issuer);
        Assert.Equal(request.State, callback.State);
        var tokens = (await fixture.RedeemAsync(callback, request)).ExpectSuccess();
        Assert.Equal(fixture.Issuer, (string?)Jwt.Parse(tokens["id_token"]!).Payload["iss"]);
        Assert.Equal(request.Nonce, (string?)Jwt.Parse(tokens["id_token"]!).Payload["nonce"]);

        var sessions = (await browser.GoAsync("/account/sessions")).ExpectPage();
        Assert.Contains($"from {ReverseProxy.Client}", sessions.Text, StringComparison.Ordinal);
        var signedOut = (await browser.GoAsync(
            $"/connect/endsession?id_token_hint={tokens["id_token"]}&post_logout_redirect_uri=https%3A%2F%2Fconsent.example%2Fsigned-out")).ExpectCallback();
        Assert.Equal("https://consent.example/signed-out", signedOut.Address.ToString());
        Assert.Equal(HostedPages.LoginPath, (await browser.GoAsync("/account")).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "PF-8")]
    public async Task A_mailed_link_leads_through_the_proxy()
    {
        var (browser, person) = (fixture.NewBrowser(), Person.New());
        await fixture.SignUpAsync(browser, person, fixture.Provider.RelyingParty().Request());
        var link = (await fixture.Email.NextAsync(person.Email)).Link!;
        Assert.StartsWith("https://login.example/account/confirm-email?token=", link, StringComparison.Ordinal);
        var page = (await browser.GoAsync(new Uri(link))).ExpectPage();
        Assert.Contains("is confirmed", (await page.FormWith("input[name=token]").SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);
        Assert.Equal(2, (await browser.GoAsync("/account")).ExpectPage().Document.QuerySelectorAll(".badge.good").Length);
    }

    [Fact]
    [Trait("Conformance", "BCP-36")]
    public async Task Of_a_chain_the_first_address_counts_that_is_no_proxy_of_ours()
    {
        // The browser wrote the first one itself; the proxy that we know added the last.
        var (browser, person) = (fixture.NewBrowser("198.51.100.66, 192.0.2.9"), Person.New());
        await fixture.SignUpAsync(browser, person, fixture.Provider.RelyingParty().Request());
        var text = (await browser.GoAsync("/account/sessions")).ExpectPage().Text;
        Assert.Contains("from 192.0.2.9", text, StringComparison.Ordinal);
        Assert.DoesNotContain("198.51.100.66", text, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Conformance", "BCP-35")]
    [InlineData("http")]
    [InlineData(null)]
    public async Task What_did_not_come_over_TLS_gets_one_sentence_and_nothing_else(string? scheme)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/login") { Content = new FormUrlEncodedContent([new("identifier", "+959791234567")]) };
        if (scheme is not null)
            request.Headers.Add("X-Forwarded-Proto", scheme);
        using var answer = await fixture.Provider.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("https only", text, StringComparison.Ordinal);
        Assert.Contains("Proxies:Known", text, StringComparison.Ordinal);
        Assert.Null(answer.Headers.Location);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/account/login", 200)]
    [InlineData("/nowhere", 404)]
    [InlineData("/connect/token", 405)]
    [InlineData("/css/site.css", 200)]
    [InlineData("/api/account/profile", 401)]
    public async Task Every_answer_promises_https_and_names_no_server(string path, int status)
    {
        using var http = fixture.NewHttpClient();
        using var answer = await http.GetAsync(fixture.Address(path));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/dev/messages")]
    [InlineData("/dev/messages?to=%2B959791234567")]
    [InlineData("/demo")]
    [InlineData("/demo/")]
    [InlineData("/demo/app.js")]
    public async Task What_is_for_developers_is_not_there(string path)
    {
        using var http = fixture.NewHttpClient();
        using var answer = await http.GetAsync(fixture.Address(path));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("For developers", (await fixture.NewBrowser().GoAsync("/")).ExpectPage().Text, StringComparison.Ordinal);
    }
}
