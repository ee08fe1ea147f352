using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>RFC 6750 at the userinfo endpoint: rows G6750-01 to 12, G9068-09, J-57.</summary>
public sealed class BearerTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private const string UserInfoPath = "/connect/userinfo";

    [Fact]
    [Trait("Conformance", "G6750-01")]
    public async Task Without_a_token_there_is_a_challenge_without_an_error()
    {
        using var answer = await Provider.Http.GetAsync(UserInfoPath);
        var challenge = Challenge(answer, HttpStatusCode.Unauthorized);
        Assert.DoesNotContain("error", challenge, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "G6750-02")]
    [Trait("Conformance", "G9068-09")]
    public async Task A_token_that_is_not_good_is_an_invalid_token()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        var token = Jwt.Parse(signedIn.Tokens.AccessToken);
        string[] wrong =
        [
            "garbage",
            new('x', 6000),
            token.Unsigned(),
            token.Tampered(payload: claims => claims["sub"] = "somebody-else"),
            token.Tampered(header: header => header["alg"] = "HS256"),
            token.Tampered(header: header => header["kid"] = "unknown"),
            signedIn.Tokens.IdToken!.Text,
            // Grammatical JSON with half a surrogate pair, and with a member twice.
            Encoded("""{"typ":"\ud800"}""") + ".e30.AAAA",
            Encoded("""{"\ud800":1}""") + ".e30.AAAA",
            Encoded("""{"typ":"at+jwt","typ":"at+jwt"}""") + ".e30.AAAA",
        ];
        foreach (var text in wrong)
        {
            using var answer = await Rp().UserInfoAsync(text);
            Assert.Contains("error=\"invalid_token\"", Challenge(answer, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Conformance", "G6750-02")]
    [Trait("Conformance", "J-86")]
    public async Task A_token_ends_when_it_says()
    {
        var signedIn = await Rp(TestClients.ShortLived).SignInAsync(await SomebodyAsync());
        Provider.Clock.Advance(TimeSpan.FromSeconds(110));
        await UserInfo.ReadAsync(await Rp().UserInfoAsync(signedIn.Tokens.AccessToken));
        Provider.Clock.Advance(TimeSpan.FromMinutes(6));
        using var answer = await Rp().UserInfoAsync(signedIn.Tokens.AccessToken);
        Assert.Contains("error=\"invalid_token\"", Challenge(answer, HttpStatusCode.Unauthorized), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "G6750-03")]
    public async Task A_token_without_openid_has_not_enough_scope()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request("orders.read"));
        using var answer = await Rp().UserInfoAsync(signedIn.Tokens.AccessToken);
        // A token whose audience is another API alone is not even one for this endpoint (G6750-12).
        var challenge = Challenge(answer, answer.StatusCode);
        Assert.Contains((answer.StatusCode, challenge.Contains("insufficient_scope", StringComparison.Ordinal)),
            new[] { (HttpStatusCode.Forbidden, true), (HttpStatusCode.Unauthorized, false) });
    }

    [Fact]
    [Trait("Conformance", "G6750-12")]
    [Trait("Conformance", "G6750-03")]
    public async Task A_token_of_a_machine_is_not_for_userinfo()
    {
        var machine = await Rp(TestClients.Machine).ClientCredentialsAsync("orders.read");
        using var answer = await Rp().UserInfoAsync(machine.ExpectAccessToken());
        Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, $"{answer.StatusCode}");
    }

    [Fact]
    [Trait("Conformance", "G6750-04")]
    public async Task A_token_sent_twice_is_an_invalid_request()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        using var request = Bearer(HttpMethod.Post, $"Bearer {signedIn.Tokens.AccessToken}");
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("access_token", signedIn.Tokens.AccessToken)]);
        using var answer = await Provider.Http.SendAsync(request);
        Assert.Contains("error=\"invalid_request\"", Challenge(answer, HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Conformance", "G6750-05")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer {0} extra")]
    [InlineData("{0}")]
    [InlineData("Basic {0}")]
    [InlineData("Bearer,{0}")]
    public async Task A_header_of_another_form_is_not_accepted(string form)
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        using var answer = await Provider.Http.SendAsync(Bearer(HttpMethod.Get, string.Format(form, signedIn.Tokens.AccessToken)));
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, $"{answer.StatusCode}");
    }

    [Theory]
    [Trait("Conformance", "G6750-06")]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task The_scheme_may_be_written_in_any_case(string scheme)
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        await UserInfo.ReadAsync(await Provider.Http.SendAsync(Bearer(HttpMethod.Get, $"{scheme} {signedIn.Tokens.AccessToken}")));
    }

    [Fact]
    [Trait("Conformance", "G6750-07")]
    [Trait("Conformance", "BCP-17")]
    public async Task A_token_in_the_address_is_refused()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        using var answer = await Provider.Http.GetAsync($"{UserInfoPath}?access_token={signedIn.Tokens.AccessToken}");
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, $"{answer.StatusCode}");
    }

    [Fact]
    [Trait("Conformance", "G6750-08")]
    public async Task A_token_in_a_body_that_is_no_form_is_refused()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        using var body = new StringContent($"access_token={signedIn.Tokens.AccessToken}", Encoding.UTF8, "text/plain");
        using var answer = await Provider.Http.PostAsync(UserInfoPath, body);
        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.UnsupportedMediaType });
    }

    [Theory]
    [Trait("Conformance", "J-57")]
    [InlineData("scope=openid%20email")]
    [InlineData("unknown=1")]
    public async Task Parameters_do_not_widen_what_is_told(string query)
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        using var request = Bearer(HttpMethod.Get, $"Bearer {signedIn.Tokens.AccessToken}");
        request.RequestUri = new Uri($"{UserInfoPath}?{query}", UriKind.Relative);
        var claims = await UserInfo.ReadAsync(await Provider.Http.SendAsync(request));
        Assert.Equal(["sub"], claims.Select(claim => claim.Key));
    }

    private static HttpRequestMessage Bearer(HttpMethod method, string header)
    {
        var request = new HttpRequestMessage(method, UserInfoPath);
        request.Headers.TryAddWithoutValidation("Authorization", header);
        return request;
    }

    private static string Challenge(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        var challenge = Assert.Single(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
        return new AuthenticationHeaderValue(challenge.Scheme, challenge.Parameter).ToString();
    }

    private static string Encoded(string header) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header));
}
