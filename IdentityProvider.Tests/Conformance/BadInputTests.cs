using System.Buffers.Text;
using System.Net;
using System.Text;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Conformance;

/// <summary>Requests that no proper client would send, at every endpoint: a 4xx, never a 5xx, and nothing is written.</summary>
public sealed class BadInputTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private const string Form = "Content-Type: application/x-www-form-urlencoded";
    private const string Json = "Content-Type: application/json";

    public static TheoryData<string> Endpoints =>
    [
        "/connect/authorize", "/connect/authorize/resume", "/connect/token", "/connect/userinfo", "/connect/introspect",
        "/connect/revocation", "/connect/endsession", "/.well-known/openid-configuration", "/.well-known/jwks.json",
        "/account/login", "/account/register", "/account/consent", "/account/logout", "/account/select",
        "/api/account/register", "/api/account/otp", "/api/account/otp/verify", "/api/account/email/send", "/api/account/email/verify",
        "/api/account/profile", "/api/account/password", "/api/account/password/forgot", "/api/account/password/reset",
        "/api/account/logout", "/api/account/sessions",
    ];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Is_answered_with_a_4xx_and_leaves_no_trace(string path)
    {
        var before = await RowsAsync();
        var errorsBefore = Errors().Count();
        foreach (var (requestLine, body, headers) in BadRequests(path))
        {
            var (status, text) = await RawHttp.SendAsync(Provider.Origin, requestLine, body, headers);
            Assert.True((int)status < 500, $"{requestLine} [{string.Join("; ", headers)}] {body[..Math.Min(60, body.Length)]} answered {text}");
        }
        Assert.Equal(before, await RowsAsync());
        Assert.Empty(Errors().Skip(errorsBefore));
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("BREW")]
    public async Task Another_method_is_405_everywhere_in_the_protocol(string method)
    {
        foreach (var endpoint in new[] { "authorize", "token", "userinfo", "introspect", "revocation", "endsession" })
        {
            var (status, _) = await RawHttp.SendAsync(Provider.Origin, $"{method} /connect/{endpoint}");
            Assert.Equal(HttpStatusCode.MethodNotAllowed, status);
        }
    }

    [Theory]
    [InlineData("/account/register")]
    [InlineData("/account/login")]
    [InlineData("/account/verify-phone")]
    [InlineData("/account/forgot")]
    public async Task A_page_that_is_posted_without_its_antiforgery_token_is_refused(string path)
    {
        var (status, _) = await RawHttp.SendAsync(Provider.Origin, $"POST {path}", "Input.Phone=%2B959790000001", Form);
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_by_the_API()
    {
        var (status, _) = await RawHttp.SendAsync(
            Provider.Origin, "POST /api/account/register", $$"""{"fullName":"{{new string('x', 70_000)}}"}""", Json);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    /// <summary>JWTs whose header or payload is JSON that no proper writer makes.</summary>
    private static IEnumerable<string> MalformedTokens =>
        from json in new[] { "{\"typ\":\"\\ud800\"}", "{\"\\ud800\":\"x\"}", "{\"alg\":\"HS256\",\"alg\":\"x\"}", "{\"alg\":\"HS256\",\"kid\":\"\\ud800\"}", "{\"alg\":\"HS256\",\"typ\":1}", "[]", "null" }
        let part = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json))
        select $"{part}.{part}.AAAA";

    private static IEnumerable<(string RequestLine, string Body, string[] Headers)> BadRequests(string path)
    {
        var long8K = new string('x', 8000);
        string[] queries =
        [
            "?%", "?%zz=%zz", "?client_id=%00", "?client_id=%C3%28", "?client_id=%F0%9F%92%A9&redirect_uri=%00", "?request=%00",
            "?client_id=web&client_id=web", $"?client_id={long8K}", $"?request={long8K}", "?&&&===&", "?returnUrl=//attacker.example",
        ];
        foreach (var query in queries)
            yield return ($"GET {path}{query}", "", []);

        string[] forms =
        [
            "", "%", "%zz=%zz", "grant_type=%00", "token=%00&token=%00", "grant_type=client_credentials&grant_type=client_credentials",
            $"token={long8K}", $"{long8K}=1", "=&=&=", "grant_type=\xff\xfe", string.Join('&', Enumerable.Range(0, 1500).Select(i => $"p{i}=1")),
        ];
        foreach (var form in forms)
            yield return ($"POST {path}", form, [Form]);

        string[] documents =
        [
            "", "{", "null", "[]", "\"text\"", "{\"phone\":{}}", "{\"phone\":\"\\u0000\"}", "{\"phone\":1e999}", "{\"token\":[1]}",
            $$"""{"phone":"{{long8K}}"}""", new string('[', 2000), "{\"phone\":\"\xff\xfe\"}", "{\"a\":1,\"a\":2}", "{\"\\ud800\":1}", "{\"phone\":{\"\\ud800\":1}}", "{\"a\":1,\"phone\":\"\\udfff\"}",
            .. MalformedTokens.Select(token => $$"""{"token":"{{token}}","newPassword":"Another-Horse-8"}"""),
        ];
        foreach (var document in documents)
            yield return ($"POST {path}", document, [Json]);

        yield return ($"POST {path}", "x", ["Content-Type: text/plain"]);
        yield return ($"POST {path}", "x", ["Content-Type: ;;;"]);
        yield return ($"POST {path}", "x", ["Content-Type: multipart/form-data"]);
        yield return ($"POST {path}", "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx", ["Content-Type: multipart/form-data; boundary=b"]);
        yield return ($"POST {path}", "x", ["Content-Type: application/x-www-form-urlencoded; charset=nonsense"]);
        yield return ($"POST {path}", "5\r\nhello\r\nnot-a-size\r\n", [Form, "Transfer-Encoding: chunked"]);
        yield return ($"POST {path}", "token=x", [Form, "Content-Encoding: gzip"]);
        yield return ($"GET {path}", "", ["Authorization: Bearer \x01"]);
        yield return ($"GET {path}", "", [$"Authorization: Bearer {long8K}"]);
        yield return ($"GET {path}", "", ["Authorization: Basic ====", "Cookie: =;;=,;a"]);
        yield return ($"GET {path}", "", ["Origin: null", "Cookie: idp.session=garbage; idp.antiforgery=garbage"]);
        yield return ($"OPTIONS {path}", "", ["Origin: %%%", "Access-Control-Request-Method: \x7f"]);
    }

    /// <summary>What the provider found wrong with itself. The framework also calls a cookie that somebody has tampered with an error.</summary>
    private IEnumerable<LogLine> Errors() =>
        Provider.Logs.Errors.Where(line => !line.Category.StartsWith("Microsoft.AspNetCore.Antiforgery", StringComparison.Ordinal));

    /// <summary>How many rows each table has that a request could write to.</summary>
    private Task<string> RowsAsync() => Provider.InScopeAsync(async (ProviderDbContext db) =>
        $"users {await db.Users.CountAsync()}, sessions {await db.Sessions.CountAsync()}, grants {await db.Grants.CountAsync()}, "
        + $"codes {await db.OneTimeCodes.CountAsync()}, messages {await db.Messages.CountAsync()}");
}
