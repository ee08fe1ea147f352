using System.Net;
using System.Text;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>The token endpoint (RFC 6749 3.2, 4.1.3, 4.4, 5): rows G6749-30 to 42, 55 to 62, J-40, J-42, J-51, J-53 to 55.</summary>
public sealed class TokenEndpointTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private const string TokenPath = "/connect/token";

    [Fact]
    [Trait("Conformance", "G6749-30")]
    public async Task GET_is_not_allowed()
    {
        using var answer = await Provider.Http.GetAsync(TokenPath);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("POST", answer.Content.Headers.Allow);
    }

    [Fact]
    [Trait("Conformance", "G6749-31")]
    public async Task A_body_that_is_no_form_is_refused()
    {
        using var body = new StringContent("""{"grant_type":"client_credentials"}""", Encoding.UTF8, "application/json");
        using var answer = await Provider.Http.PostAsync(TokenPath, body);
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType, $"{answer.StatusCode}");
    }

    [Fact]
    [Trait("Conformance", "G6749-32")]
    public async Task Without_a_grant_type_the_request_is_invalid() =>
        Conforming.TokenError(await Rp().TokenAsync(new TokenRequest("").Without("grant_type")), "invalid_request");

    [Theory]
    [Trait("Conformance", "G6749-33")]
    [Trait("Conformance", "G6749-60")]
    [InlineData("password")]
    [InlineData("implicit")]
    [InlineData("urn:nobody:knows:this")]
    public async Task An_unknown_grant_is_unsupported(string grantType) =>
        Conforming.TokenError(await Rp().TokenAsync(new TokenRequest(grantType).With("username", "a").With("password", "b")), "unsupported_grant_type");

    [Theory]
    [Trait("Conformance", "G6749-34")]
    [InlineData(TestClients.Web, "client_credentials")]
    [InlineData(TestClients.Web, "urn:identityprovider:grant:phone_password")]
    [InlineData(TestClients.Machine, "authorization_code")]
    [InlineData(TestClients.WithoutRefresh, "refresh_token")]
    public async Task A_grant_that_is_not_the_client_s_is_unauthorized(string clientId, string grantType)
    {
        var grant = new TokenRequest(grantType)
            .With("code", "x").With("refresh_token", "x").With("scope", "orders.read").With("phone", "+959790000000").With("password", "x");
        Conforming.TokenError(await Rp(clientId).TokenAsync(grant), "unauthorized_client");
    }

    [Fact]
    [Trait("Conformance", "G6749-35")]
    public async Task Without_a_code_the_request_is_invalid() =>
        Conforming.TokenError(await SpoiledAsync(grant => grant.Without("code")), "invalid_request");

    [Fact]
    [Trait("Conformance", "G6749-36")]
    [Trait("Conformance", "BCP-16")]
    public async Task A_code_that_is_no_longer_or_never_was_good_gets_one_and_the_same_answer()
    {
        var unknown = await SpoiledAsync(grant => grant.With("code", AuthorizationRequest.NewHandle()));
        var tooLong = await SpoiledAsync(grant => grant.With("code", new string('x', 4000)));
        var expired = await SpoiledAsync(grant => grant, before: () => Provider.Clock.Advance(TimeSpan.FromSeconds(62)));
        var foreign = await SpoiledAsync(grant => grant, redeemedBy: Rp(TestClients.OtherWeb));
        foreach (var answer in new[] { unknown, tooLong, expired, foreign })
        {
            Conforming.TokenError(answer, "invalid_grant");
            Assert.Equal(unknown["error_description"], answer["error_description"]);
        }
    }

    [Fact]
    [Trait("Conformance", "G6749-37")]
    public async Task The_redirect_URI_must_be_the_one_of_the_authorization()
    {
        Conforming.TokenError(await SpoiledAsync(grant => grant.With("redirect_uri", "https://web.example/other")), "invalid_grant");
        var missing = await SpoiledAsync(grant => grant.Without("redirect_uri"));
        Assert.Contains(missing.Error, new[] { "invalid_grant", "invalid_request" });
    }

    [Fact]
    [Trait("Conformance", "G6749-38")]
    [Trait("Conformance", "G6749-76")]
    [Trait("Conformance", "J-51")]
    [Trait("Conformance", "G6750-09")]
    public async Task A_user_who_was_deactivated_gets_no_tokens()
    {
        var browser = await SomebodyAsync();
        var signedIn = await Rp().SignInAsync(browser, Rp().Request("openid offline_access").With("prompt", "consent"));
        var request = Rp().Request();
        var callback = await Rp().AuthorizeAsync(browser, request);
        await Provider.DeactivateAsync(browser.Person!);
        Conforming.TokenError(await Rp().RedeemAsync(callback.Code!, request), "invalid_grant");
        Conforming.TokenError(await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
        using var userInfo = await Rp().UserInfoAsync(signedIn.Tokens.AccessToken);
        Assert.Equal(HttpStatusCode.Unauthorized, userInfo.StatusCode);
    }

    [Fact]
    [Trait("Conformance", "G6749-39")]
    public async Task A_second_use_of_a_code_ends_its_refresh_token_too()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request("openid offline_access orders.read").With("prompt", "consent"));
        Conforming.TokenError(await Rp().RedeemAsync(signedIn.Callback.Code!, signedIn.Request), "invalid_grant");
        Conforming.TokenError(await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
        Assert.False((bool)(await Provider.Api(TestClients.OrdersApi).IntrospectAsync(signedIn.Tokens.AccessToken))["active"]!);
    }

    [Theory]
    [Trait("Conformance", "G6749-41")]
    [InlineData("grant_type")]
    [InlineData("code")]
    [InlineData("redirect_uri")]
    public async Task A_parameter_given_twice_is_invalid(string name)
    {
        var answer = await SpoiledAsync(grant => grant.Adding(name, grant.Parameters.First(parameter => parameter.Key == name).Value));
        Conforming.TokenError(answer, "invalid_request");
    }

    [Theory]
    [Trait("Conformance", "G6749-42")]
    [InlineData("scope", "\0")]
    [InlineData("grant_type", "client_credentials\0")]
    public async Task Illegal_text_is_an_error_of_the_caller(string name, string value)
    {
        var answer = await Rp(TestClients.Machine).TokenAsync(new TokenRequest("client_credentials").With(name, value));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(answer.Error, new[] { "invalid_request", "invalid_scope", "unsupported_grant_type" });
    }

    [Fact]
    [Trait("Conformance", "G6749-56")]
    [Trait("Conformance", "G9068-03")]
    public async Task A_machine_gets_an_access_token_and_nothing_else()
    {
        var tokens = Conforming.TokensWithoutIdToken(await Rp(TestClients.Machine).ClientCredentialsAsync("orders.read"));
        Assert.Null(tokens.RefreshToken);
        Assert.Null(tokens.Answer["id_token"]);
        Assert.Equal(TestClients.Machine, Jwt.Parse(tokens.AccessToken).Subject);
    }

    [Theory]
    [Trait("Conformance", "G6749-57")]
    [Trait("Conformance", "G6749-59")]
    [InlineData("openid")]
    [InlineData("profile")]
    [InlineData("offline_access")]
    [InlineData("orders.read openid")]
    [InlineData("stock.read")]
    [InlineData("orders.read stock.read")]
    [InlineData("orders.read nobody-knows-this")]
    public async Task A_machine_gets_only_scopes_of_its_APIs(string scope) =>
        Conforming.TokenError(await Rp(TestClients.Machine).ClientCredentialsAsync(scope), "invalid_scope");

    [Fact]
    [Trait("Conformance", "G6749-58")]
    public async Task A_machine_that_names_no_scope_is_told_what_it_got()
    {
        var answer = await Rp(TestClients.Machine).ClientCredentialsAsync(scope: null);
        Assert.Equal(["orders.read", "orders.write"], answer.ExpectSuccess()["scope"]!.Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Conformance", "J-40")]
    public async Task Unknown_parameters_are_ignored() =>
        (await Rp(TestClients.Machine).TokenAsync(new TokenRequest("client_credentials").With("scope", "orders.read").With("extra", "1"))).ExpectSuccess();

    [Fact]
    [Trait("Conformance", "J-42")]
    public async Task A_chunked_body_is_read()
    {
        using var request = Rp(TestClients.Machine).Authenticated(
            (await Rp().MetadataAsync()).TokenEndpoint, new TokenRequest("client_credentials").With("scope", "orders.read").Parameters);
        request.Headers.TransferEncodingChunked = true;
        (await TokenAnswer.ReadAsync(await Provider.Http.SendAsync(request))).ExpectSuccess();
    }

    [Fact]
    [Trait("Conformance", "J-53")]
    public async Task The_answer_names_the_scope_in_whatever_order_it_was_asked()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request("orders.read email openid"));
        var scope = signedIn.Tokens.Answer["scope"] ?? "orders.read email openid";
        Assert.Equal(["email", "openid", "orders.read"], scope.Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Conformance", "J-54")]
    public async Task Lifetimes_follow_the_client()
    {
        var signedIn = await Rp(TestClients.ShortLived).SignInAsync(await SomebodyAsync());
        Assert.Equal(120, (long)signedIn.Tokens.Answer.Body["expires_in"]!);
        var token = Jwt.Parse(signedIn.Tokens.AccessToken);
        Assert.Equal(120, (long)token.Payload["exp"]! - (long)token.Payload["iat"]!);
    }

    [Fact]
    [Trait("Conformance", "J-55")]
    public async Task A_client_may_get_reference_tokens()
    {
        var rp = Rp(TestClients.ReferenceWeb);
        var signedIn = await rp.SignInAsync(await SomebodyAsync(), rp.Request("openid orders.read"));
        Assert.DoesNotContain('.', signedIn.Tokens.AccessToken);
        var introspected = await Provider.Api(TestClients.OrdersApi).IntrospectAsync(signedIn.Tokens.AccessToken);
        Assert.True((bool)introspected["active"]!);
        Assert.Equal(signedIn.Subject, (string?)introspected["sub"]);
        await UserInfo.ReadAsync(await rp.UserInfoAsync(signedIn.Tokens.AccessToken));
    }

    [Theory]
    [Trait("Conformance", "G6749-62")]
    [Trait("Conformance", "G7009-16")]
    [Trait("Conformance", "G6750-10")]
    [InlineData("/connect/token", "POST", "content-type")]
    [InlineData("/connect/revocation", "POST", "content-type")]
    [InlineData("/connect/userinfo", "GET", "authorization")]
    public async Task Browser_apps_of_registered_origins_may_call(string path, string method, string header)
    {
        using var allowed = await PreflightAsync(path, method, header, TestClients.SpaOrigin);
        Assert.True(allowed.IsSuccessStatusCode, $"{allowed.StatusCode}");
        Assert.Equal(TestClients.SpaOrigin, Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains(header, string.Join(',', allowed.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.OrdinalIgnoreCase);

        using var refused = await PreflightAsync(path, method, header, "https://attacker.example");
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));

        using var real = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { { "Origin", TestClients.SpaOrigin } } };
        using var answer = await Provider.Http.SendAsync(real);
        Assert.Equal(TestClients.SpaOrigin, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    [Trait("Conformance", "G6750-10")]
    public async Task A_browser_app_may_read_the_challenge_of_userinfo()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo") { Headers = { { "Origin", TestClients.SpaOrigin } } };
        using var answer = await Provider.Http.SendAsync(request);
        Assert.Contains("WWW-Authenticate", string.Join(',', answer.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.OrdinalIgnoreCase);
    }

    private async Task<HttpResponseMessage> PreflightAsync(string path, string method, string header, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", header);
        return await Provider.Http.SendAsync(request);
    }

    /// <summary>A code that is good, redeemed with one thing changed.</summary>
    private async Task<TokenAnswer> SpoiledAsync(Func<TokenRequest, TokenRequest> spoil, Action? before = null, RelyingParty? redeemedBy = null)
    {
        var request = Rp().Request();
        var callback = await Rp().AuthorizeAsync(await SomebodyAsync(), request);
        before?.Invoke();
        return await (redeemedBy ?? Rp()).TokenAsync(spoil(RelyingParty.CodeGrant(callback.Code!, request)));
    }
}
