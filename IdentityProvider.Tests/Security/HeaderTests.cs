using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Security;

/// <summary>The headers of every kind of answer, those that are no page too.</summary>
public sealed class HeaderTests(DemoProvider fixture) : IClassFixture<DemoProvider>
{
    private readonly Provider _provider = fixture.Provider;

    /// <summary>A kind of answer: method and address, how it comes, whether caches must forget it.</summary>
    public static TheoryData<string, string, int, string?, bool> Answers => new()
    {
        { "GET", "/", 200, "text/html", true },
        { "GET", "/account/login", 200, "text/html", true },
        { "GET", "/account", 303, null, false },
        { "GET", "/nowhere", 404, "text/html", true },
        { "GET", "/connect/authorize?client_id=nobody", 400, "text/html", true },
        { "GET", "/connect/endsession", 303, null, true },
        { "POST", "/connect/token", 400, "application/json", true },
        { "POST", "/connect/introspect", 400, "application/json", true },
        { "POST", "/connect/revocation", 400, "application/json", true },
        { "GET", "/connect/userinfo", 401, null, true },
        { "GET", "/.well-known/openid-configuration", 200, "application/json", false },
        { "GET", "/.well-known/jwks.json", 200, "application/json", false },
        { "GET", "/api/account/profile", 401, "application/problem+json", false },
        { "POST", "/api/account/register", 415, "application/problem+json", true },
        { "POST", "/api/account/password/forgot", 415, "application/problem+json", true },
        { "GET", "/api/nowhere", 404, "text/html", true },
        { "PUT", "/account/login", 400, "text/html", true },
        { "PUT", "/connect/authorize", 405, "text/html", true },
        { "GET", "/css/site.css", 200, "text/css", false },
        { "GET", "/js/site.js", 200, "text/javascript", false },
        { "GET", "/favicon.svg", 200, "image/svg+xml", false },
        { "GET", "/theme.css", 200, "text/css", false },
        { "GET", "/demo/", 200, "text/html", true },
        { "GET", "/demo/app.js", 200, "text/javascript", true },
        { "GET", "/dev/messages", 200, "text/html", true },
        { "GET", "/openapi/v1.json", 200, "application/json", false },
        { "GET", "/openapi/index.html", 200, "text/html", false },
    };

    [Theory]
    [Trait("Conformance", "BCP-14")]
    [Trait("Conformance", "BCP-15")]
    [MemberData(nameof(Answers))]
    public async Task Every_answer_carries_them(string method, string path, int status, string? mediaType, bool unstored)
    {
        using var answer = await SendAsync(method, path, "text/html");
        Assert.Equal(status, (int)answer.StatusCode);
        if (mediaType is not null)
            Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);

        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Contains("geolocation=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal(["'none'"], ContentPolicy.Of(answer)["default-src"]);
        Assert.Equal(["'none'"], ContentPolicy.Of(answer)["frame-ancestors"]);
        if (unstored)
            Assert.True(answer.Headers.CacheControl?.NoStore, "may be stored");

        // In Development a promise of https would lock developers out of their own machine.
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    [Theory]
    [InlineData("/css/site.css")]
    [InlineData("/connect/token")]
    [InlineData("/api/account/profile")]
    [InlineData("/.well-known/jwks.json")]
    public async Task What_is_no_page_may_do_nothing_as_one(string path)
    {
        using var answer = await SendAsync(path == "/connect/token" ? "POST" : "GET", path, "*/*");
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Header(answer, "Content-Security-Policy"));
    }

    [Fact]
    public async Task Tokens_and_those_who_hold_them_are_never_stored()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        using var token = await _provider.Http.PostAsync("/connect/token", new FormUrlEncodedContent(
        [
            new("grant_type", "urn:identityprovider:grant:phone_password"), new("client_id", TestClients.App),
            new("phone", person.Phone), new("password", person.Password), new("scope", "openid account"),
        ]));
        var accessToken = (string)(await token.ExpectJsonAsync(HttpStatusCode.OK))["access_token"]!;
        Assert.True(token.Headers.CacheControl?.NoStore, "the token may be stored");
        foreach (var path in new[] { "/api/account/profile", "/api/account/sessions", "/connect/userinfo" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new("Bearer", accessToken) } };
            using var answer = await _provider.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl?.NoStore, $"{path} may be stored");
        }
    }

    [Fact]
    public async Task A_file_is_kept_for_good_by_the_address_that_names_its_content_and_by_no_other()
    {
        using var page = await SendAsync("GET", "/account/login", "text/html");
        var document = await new HtmlParser().ParseDocumentAsync(await page.Content.ReadAsStringAsync());
        var versioned = document.QuerySelectorAll("link[rel=stylesheet], script")
            .Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!)
            .ToList();
        Assert.Equal(3, versioned.Count);
        foreach (var address in versioned)
        {
            Assert.Matches(@"\?v=[\w-]{12,}$", address);
            using var file = await SendAsync("GET", address, "*/*");
            Assert.Equal("public, max-age=31536000, immutable", Header(file, "Cache-Control"));
        }

        using var plain = await SendAsync("GET", "/css/site.css", "*/*");
        Assert.DoesNotContain("immutable", plain.Headers.CacheControl?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "J-72")]
    public async Task The_page_that_posts_to_the_client_runs_the_one_script_that_its_policy_names()
    {
        var rp = _provider.RelyingParty();
        var request = rp.Request().With("response_mode", "form_post").With("prompt", "none");
        using var answer = await SendAsync("GET", $"/connect/authorize?{request.Query}", "text/html");
        var document = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
        var script = Assert.Single(document.Scripts);
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.TextContent)));
        Assert.Equal([$"'sha256-{hash}'"], ContentPolicy.Of(answer)["script-src"]);
        Assert.Equal(["'none'"], ContentPolicy.Of(answer)["base-uri"]);
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
    }

    [Fact]
    public async Task The_demo_has_a_policy_of_its_own_without_anything_inline()
    {
        using var answer = await SendAsync("GET", "/demo/", "text/html");
        var policy = ContentPolicy.Of(answer);
        Assert.Equal(["'self'"], policy["script-src"]);
        Assert.Equal(["'self'"], policy["connect-src"]);
        var document = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
        Assert.Empty(document.QuerySelectorAll("style, [style], script:not([src])"));
        Assert.DoesNotContain(document.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Conformance", "J-81")]
    [Trait("Conformance", "J-82")]
    [InlineData("/nowhere", "text/html,*/*;q=0.8", "text/html")]
    [InlineData("/nowhere", "application/json", "application/problem+json")]
    [InlineData("/nowhere", "*/*", "application/problem+json")]
    [InlineData("/account/nowhere", "application/json", "application/problem+json")]
    [InlineData("/connect/nowhere", "application/json", "application/problem+json")]
    [InlineData("/api/nowhere", "text/html", "text/html")]
    [InlineData("/api/account/nowhere", "application/json", "application/problem+json")]
    public async Task What_is_not_there_is_told_to_people_as_a_page_and_to_programs_as_JSON(string path, string accept, string mediaType)
    {
        using var answer = await SendAsync("GET", path, accept);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
        if (mediaType != "text/html")
            Assert.Equal(404, (int)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["status"]!);
    }

    [Fact]
    [Trait("Conformance", "J-31")]
    [Trait("Conformance", "J-39")]
    public async Task What_a_caller_wrote_is_text_on_the_error_page()
    {
        const string Hostile = "<img src=x onerror=alert(1)>\"'&";
        var right = _provider.RelyingParty().Request();
        foreach (var request in new[] { right.With("client_id", Hostile), right.With("redirect_uri", Hostile), right.Adding("client_id", Hostile) })
        {
            using var answer = await SendAsync("GET", $"/connect/authorize?{request.Query}", "text/html");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var document = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
            Assert.Empty(document.QuerySelectorAll("img, [onerror]"));
            Assert.Matches("^invalid_(client|request)$", document.QuerySelector("code")!.TextContent);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string accept)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await _provider.Http.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));
}
