using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Security;

/// <summary>An issuer with a path: all that is ours is below it, and whoever shares the host is left alone.</summary>
public sealed class IssuerPathTests(IssuerPathTests.BelowPath fixture) : IClassFixture<IssuerPathTests.BelowPath>
{
    private const string Host = "https://login.example";

    /// <summary>A provider that has a host for itself only below a path.</summary>
    public sealed class BelowPath : PublishedProvider
    {
        public override string Issuer => Host + "/tenant";
    }

    [Theory]
    [Trait("Conformance", "BCP-40")]
    [InlineData("/tenant/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server/tenant")]
    [InlineData("/.well-known/oauth-authorization-server/tenant?issuer=https://attacker.example")]
    public async Task Metadata_is_where_the_specifications_want_it(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        var document = await answer.ExpectJsonAsync(HttpStatusCode.OK);
        Assert.Equal(fixture.Issuer, (string?)document["issuer"]);
        foreach (var (name, value) in document.Where(member => member.Key.EndsWith("_endpoint", StringComparison.Ordinal) || member.Key == "jwks_uri"))
            Assert.StartsWith(fixture.Issuer + "/", (string?)value, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Conformance", "BCP-40")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/openid-configuration/tenant")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/oauth-authorization-server/other")]
    [InlineData("/.well-known/oauth-authorization-server/Tenant")]
    [InlineData("/.well-known/oauth-authorization-server/tenant/more")]
    [InlineData("/tenant/.well-known/oauth-authorization-server/tenant")]
    [InlineData("/tenant/.well-known/oauth-authorization-server/other")]
    [InlineData("/tenant/tenant/.well-known/openid-configuration")]
    [InlineData("/TENANT/.well-known/openid-configuration")]
    [InlineData("/tenants/.well-known/openid-configuration")]
    [InlineData("/other/.well-known/openid-configuration")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/")]
    [InlineData("/account/login")]
    [InlineData("/css/site.css")]
    [InlineData("/error")]
    public async Task Beside_it_is_nothing(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [Trait("Conformance", "BCP-40")]
    [InlineData("/tenant/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server/tenant")]
    public async Task Metadata_can_t_be_posted_to(string path)
    {
        using var answer = await SendAsync(HttpMethod.Post, path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    [Trait("Conformance", "BCP-40")]
    [Trait("Conformance", "BCP-43")]
    public async Task A_whole_sign_in_stays_below_it()
    {
        var browser = fixture.NewBrowser(ReverseProxy.Client, out var proxy);
        var person = Person.New();
        var request = fixture.Provider.RelyingParty(TestClients.ConsentWeb).Request("openid profile");
        var callback = await fixture.SignUpAsync(browser, person, request);
        Assert.Equal(fixture.Issuer, callback.Issuer);
        var tokens = (await fixture.RedeemAsync(callback, request)).ExpectSuccess();
        Assert.Equal(fixture.Issuer, (string?)Jwt.Parse(tokens["id_token"]!).Payload["iss"]);
        using var userInfo = await SendAsync(HttpMethod.Get, "/tenant/connect/userinfo", tokens["access_token"]);
        Assert.Equal(person.FullName, (string?)(await userInfo.ExpectJsonAsync(HttpStatusCode.OK))["name"]);

        // A cookie with the prefix __Host- and another path than "/" would have been dropped on the way.
        Assert.All(proxy.CookiesSet, cookie => Assert.Equal("/", cookie.Path.ToString()));
        var profile = (await browser.GoAsync("/tenant/account/profile")).ExpectPage();
        var saved = (await profile.FormWith("#fullName").Fill("#fullName", "Daw Hla").SubmitAsync()).ExpectPage();
        Assert.Equal("/tenant/account/profile", saved.Path);
        Assert.Contains("Your profile is saved.", saved.Text, StringComparison.Ordinal);

        var link = (await fixture.Email.NextAsync(person.Email)).Link!;
        Assert.StartsWith(fixture.Issuer + "/account/confirm-email?token=", link, StringComparison.Ordinal);
        var confirmed = (await (await browser.GoAsync(new Uri(link))).ExpectPage().FormWith("input[name=token]").SubmitAsync()).ExpectPage();
        Assert.Contains("is confirmed", confirmed.Text, StringComparison.Ordinal);

        var question = (await browser.GoAsync("/tenant/connect/endsession")).ExpectPage();
        Assert.Equal("/tenant/account/logged-out", (await question.FormWith("form").SubmitAsync()).ExpectPage().Path);
    }

    [Fact]
    [Trait("Conformance", "BCP-07")]
    public async Task Whoever_must_sign_in_first_comes_back_below_it()
    {
        var person = Person.New();
        await fixture.SignUpAsync(fixture.NewBrowser(), person, fixture.Provider.RelyingParty().Request());
        var login = (await fixture.NewBrowser().GoAsync("/tenant/account/sessions")).ExpectPage();
        Assert.Equal("/tenant/account/login", login.Path);
        Assert.Equal("/tenant/account/sessions", (await PublishedProvider.SignInAsync(login, person)).ExpectPage().Path);
    }

    [Fact]
    public async Task Every_page_points_below_it()
    {
        var browser = fixture.NewBrowser();
        string[] paths = ["", "/", "/account/login", "/account/register", "/account/forgot", "/account/login/code", "/account/logged-out", "/nowhere"];
        foreach (var path in paths)
        {
            var page = (await browser.GoAsync(new Uri(fixture.Issuer + path))).ExpectPage();
            var addresses = page.Document.QuerySelectorAll("[href], [src], [action]")
                .Select(element => element.GetAttribute("href") ?? element.GetAttribute("src") ?? element.GetAttribute("action")!)
                .Where(address => !address.StartsWith('#'));
            Assert.All(addresses, address => Assert.StartsWith("/tenant/", address, StringComparison.Ordinal));
            foreach (var file in page.Document.QuerySelectorAll("link[href], script[src]"))
            {
                using var answer = await SendAsync(HttpMethod.Get, file.GetAttribute("href") ?? file.GetAttribute("src")!);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task The_API_is_below_it_too()
    {
        using var http = fixture.NewHttpClient();
        var asking = new JsonObject { ["phone"] = Person.New().Phone, ["purpose"] = "sign_in" };
        using var answer = await http.PostAsJsonAsync(fixture.Address("/api/account/otp"), asking);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        using var beside = await http.PostAsJsonAsync(Host + "/api/account/otp", asking);
        Assert.Equal(HttpStatusCode.NotFound, beside.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? bearer = null)
    {
        using var http = fixture.NewHttpClient();
        using var request = new HttpRequestMessage(method, Host + path);
        if (bearer is not null)
            request.Headers.Authorization = new("Bearer", bearer);
        return await http.SendAsync(request);
    }
}
