using System.Net;
using System.Net.Http.Headers;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>The Basic OP plan: rows BASIC-01 to 16, 22, 24 to 38. Those on sessions stand in <see cref="BasicSessionTests"/>.</summary>
public sealed class BasicTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    [Fact]
    [Trait("Conformance", "BASIC-01")]
    public async Task A_code_flow_ends_with_tokens_and_userinfo()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        Assert.False(signedIn.Tokens.IdToken!.Payload.ContainsKey("name"));
        await UserInfo.ReadAsync(await Rp().UserInfoAsync(signedIn.Tokens.AccessToken));
    }

    [Fact]
    [Trait("Conformance", "BASIC-02")]
    public async Task Without_a_response_type_the_client_hears_of_it()
    {
        var request = Rp().Request().Without("response_type");
        var callback = (await Rp().VisitAsync(await SomebodyAsync(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "unsupported_response_type", "invalid_request");
        Assert.Equal(CallbackKind.Query, callback.Kind);
    }

    [Fact]
    [Trait("Conformance", "BASIC-03")]
    public async Task An_ID_token_is_signed_with_RS256_unless_the_client_asked_otherwise()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        Assert.Equal("RS256", (string?)signedIn.Tokens.IdToken!.Header["alg"]);
        var elliptic = await Rp(TestClients.EllipticWeb).SignInAsync(await SomebodyAsync());
        Assert.Equal("ES256", (string?)elliptic.Tokens.IdToken!.Header["alg"]);
    }

    [Fact]
    [Trait("Conformance", "BASIC-04")]
    public async Task Unsigned_tokens_are_not_advertised()
    {
        var algorithms = (await Rp().MetadataAsync()).Document["id_token_signing_alg_values_supported"]!.AsArray();
        Assert.DoesNotContain("none", algorithms.Select(algorithm => (string?)algorithm));
    }

    [Fact]
    [Trait("Conformance", "BASIC-05")]
    [Trait("Conformance", "BASIC-06")]
    [Trait("Conformance", "BASIC-07")]
    public async Task Userinfo_answers_alike_to_GET_to_POST_and_to_a_token_in_the_body()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        var endpoint = (await Rp().MetadataAsync()).UserInfoEndpoint;
        var bearer = new AuthenticationHeaderValue("Bearer", signedIn.Tokens.AccessToken);
        HttpRequestMessage[] requests =
        [
            new(HttpMethod.Get, endpoint) { Headers = { Authorization = bearer } },
            new(HttpMethod.Post, endpoint) { Headers = { Authorization = bearer } },
            new(HttpMethod.Post, endpoint)
            {
                Content = new FormUrlEncodedContent([KeyValuePair.Create("access_token", signedIn.Tokens.AccessToken)]),
            },
        ];
        foreach (var request in requests)
        {
            using var answer = await Provider.Http.SendAsync(request);
            Assert.Equal(signedIn.Subject, (string?)(await UserInfo.ReadAsync(answer))["sub"]);
        }
    }

    [Fact]
    [Trait("Conformance", "BASIC-08")]
    public async Task Without_a_nonce_the_ID_token_has_none()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request().Without("nonce"));
        Assert.False(signedIn.Tokens.IdToken!.Payload.ContainsKey("nonce"));
    }

    [Theory]
    [Trait("Conformance", "BASIC-09")]
    [Trait("Conformance", "BASIC-10")]
    [Trait("Conformance", "BASIC-12")]
    [Trait("Conformance", "BASIC-13")]
    [Trait("Conformance", "BASIC-14")]
    [InlineData("openid", "")]
    [InlineData("openid profile", "name updated_at")]
    [InlineData("openid email", "email email_verified")]
    [InlineData("email openid", "email email_verified")]
    [InlineData("openid phone", "phone_number phone_number_verified")]
    [InlineData("openid email phone address profile", "name updated_at email email_verified phone_number phone_number_verified")]
    public async Task A_scope_brings_its_claims_to_userinfo_and_not_to_the_ID_token(string scope, string claims)
    {
        var expected = claims.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request(scope).Reversed());
        var received = await UserInfo.ReadAsync(await Rp().UserInfoAsync(signedIn.Tokens.AccessToken));
        Assert.Equal(signedIn.Subject, (string?)received["sub"]);
        Assert.Empty(expected.Except(received.Select(claim => claim.Key)));
        var forUserInfoOnly = expected.Where(claim => !claim.EndsWith("_verified", StringComparison.Ordinal));
        Assert.Empty(signedIn.Tokens.IdToken!.Payload.Select(claim => claim.Key).Intersect(forUserInfoOnly));
        foreach (var other in new[] { "name", "email", "phone_number" }.Except(expected))
            Assert.False(received.ContainsKey(other), $"{other} was not asked for");
    }

    [Theory]
    [Trait("Conformance", "BASIC-15")]
    [Trait("Conformance", "BASIC-16")]
    [Trait("Conformance", "BASIC-22")]
    [Trait("Conformance", "BASIC-24")]
    [Trait("Conformance", "BASIC-25")]
    [Trait("Conformance", "BASIC-26")]
    [Trait("Conformance", "BASIC-27")]
    [InlineData("display", "page")]
    [InlineData("display", "popup")]
    [InlineData("extra", "foobar")]
    [InlineData("login_hint", "buffy@localhost")]
    [InlineData("ui_locales", "se")]
    [InlineData("ui_locales", "not_a_locale!")]
    [InlineData("claims_locales", "se")]
    [InlineData("acr_values", "1 2")]
    public async Task A_hint_that_cannot_be_followed_is_no_error(string parameter, string value)
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request().With(parameter, value));
        Assert.NotEmpty(signedIn.Subject);
    }

    [Fact]
    [Trait("Conformance", "BASIC-28")]
    [Trait("Conformance", "BASIC-29")]
    public async Task A_code_is_good_once_and_its_reuse_ends_what_it_gave()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        Conforming.TokenError(await Rp().RedeemAsync(signedIn.Callback.Code!, signedIn.Request), "invalid_grant");
        Provider.Clock.Advance(TimeSpan.FromSeconds(30));
        Conforming.TokenError(await Rp().RedeemAsync(signedIn.Callback.Code!, signedIn.Request), "invalid_grant");
        using var answer = await Rp().UserInfoAsync(signedIn.Tokens.AccessToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    [Trait("Conformance", "BASIC-30")]
    public async Task A_redirect_URI_with_a_suffix_gets_an_error_page()
    {
        var request = Rp().Request();
        Conforming.ErrorPage(await Rp().VisitAsync(await SomebodyAsync(), request.With("redirect_uri", request["redirect_uri"] + "/x8Kq")));
    }

    [Fact]
    [Trait("Conformance", "BASIC-31")]
    public async Task An_authorization_request_may_be_posted()
    {
        var request = Rp().Request();
        var browser = await SomebodyAsync();
        var landing = await browser.PostAsync(new Uri((await Rp().MetadataAsync()).AuthorizationEndpoint), request.Parameters);
        var callback = await HostedPages.PassAsync(landing);
        Conforming.Callback(Provider, request, callback);
        await Conforming.TokensAsync(Rp(), request, await Rp().RedeemAsync(callback.Code!, request));
    }

    [Fact]
    [Trait("Conformance", "BASIC-32")]
    public async Task A_client_may_send_its_secret_in_the_body()
    {
        var rp = Rp(TestClients.PostWeb);
        var metadata = await rp.MetadataAsync();
        Assert.Contains("client_secret_post", metadata.Document["token_endpoint_auth_methods_supported"]!.AsArray().Select(method => (string?)method));
        var request = rp.Request();
        var callback = await rp.AuthorizeAsync(await SomebodyAsync(), request);
        var grant = RelyingParty.CodeGrant(callback.Code!, request).With("client_id", rp.Client.Id).With("client_secret", rp.Client.Secret!);
        using var form = new FormUrlEncodedContent(grant.Parameters);
        await Conforming.TokensAsync(rp, request, await TokenAnswer.ReadAsync(await Provider.Http.PostAsync(metadata.TokenEndpoint, form)));
    }

    [Theory]
    [Trait("Conformance", "BASIC-33")]
    [Trait("Conformance", "BASIC-34")]
    [Trait("Conformance", "J-26")]
    [InlineData("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported")]
    [InlineData("request_uri", "https://web.example/request.jwt#hash", "request_uri_not_supported")]
    public async Task Request_objects_are_refused_and_said_to_be(string parameter, string value, string error)
    {
        Assert.False((bool)(await Rp().MetadataAsync()).Document[parameter + "_parameter_supported"]!);
        var request = Rp().Request().With(parameter, value);
        var callback = (await Rp().VisitAsync(await SomebodyAsync(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, error);
    }

    [Fact]
    [Trait("Conformance", "BASIC-36")]
    public async Task A_request_object_does_not_make_a_wrong_redirect_URI_right()
    {
        var request = Rp().Request().With("redirect_uri", "https://attacker.example/").With("request", "eyJhbGciOiJub25lIn0.e30.");
        Conforming.ErrorPage(await Rp().VisitAsync(await SomebodyAsync(), request));
    }

    [Fact]
    [Trait("Conformance", "BASIC-35")]
    public async Task A_claim_asked_for_by_name_is_in_userinfo_only()
    {
        var browser = await SomebodyAsync();
        var signedIn = await Rp().SignInAsync(browser, Rp().Request().With("claims", """{"userinfo":{"name":{"essential":true}}}"""));
        var received = await UserInfo.ReadAsync(await Rp().UserInfoAsync(signedIn.Tokens.AccessToken));
        Assert.Equal(browser.Person!.FullName, (string?)received["name"]);
        Assert.False(signedIn.Tokens.IdToken!.Payload.ContainsKey("name"));
    }

    [Fact]
    [Trait("Conformance", "BASIC-37")]
    public async Task A_refresh_keeps_the_identity_and_belongs_to_its_client()
    {
        var browser = await SomebodyAsync();
        var request = Rp().Request("openid offline_access").With("prompt", "consent");
        var signedIn = await Rp().SignInAsync(browser, request);
        Provider.Clock.Advance(TimeSpan.FromSeconds(1));
        var refreshed = Conforming.TokensWithoutIdToken(await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken(), "openid offline_access"));
        var first = signedIn.Tokens.IdToken!;
        var second = await Conforming.IdTokenAsync(Rp(), refreshed.Answer["id_token"]!);
        foreach (var claim in new[] { "iss", "sub", "aud", "azp", "auth_time", "sid" })
            Assert.Equal(first.Payload[claim]?.ToJsonString(), second.Payload[claim]?.ToJsonString());
        Assert.NotEqual((long)first.Payload["iat"]!, (long)second.Payload["iat"]!);
        Conforming.TokenError(await Rp(TestClients.OtherWeb).RefreshAsync(refreshed.ExpectRefreshToken()), "invalid_grant");
    }

    [Fact]
    [Trait("Conformance", "BASIC-38")]
    public async Task A_confidential_client_may_use_PKCE()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request().WithPkce());
        Assert.NotEmpty(signedIn.Tokens.AccessToken);
    }
}
