using System.Net;
using System.Text;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>RFC 7009: rows G7009-01 to 13 and 15.</summary>
public sealed class RevocationTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private const string RevocationPath = "/connect/revocation";

    [Fact]
    [Trait("Conformance", "G7009-01")]
    public async Task GET_is_not_allowed()
    {
        using var answer = await Provider.Http.GetAsync(RevocationPath);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    [Trait("Conformance", "G7009-02")]
    public async Task A_body_that_is_no_form_is_refused()
    {
        using var body = new StringContent("""{"token":"x"}""", Encoding.UTF8, "application/json");
        using var answer = await Provider.Http.PostAsync(RevocationPath, body);
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType, $"{answer.StatusCode}");
    }

    [Fact]
    [Trait("Conformance", "G7009-03")]
    public async Task Without_a_token_the_request_is_invalid()
    {
        using var request = Rp().Authenticated(RevocationPath, [KeyValuePair.Create("token_type_hint", "refresh_token")]);
        Conforming.TokenError(await TokenAnswer.ReadAsync(await Provider.Http.SendAsync(request)), "invalid_request");
    }

    [Fact]
    [Trait("Conformance", "G7009-04")]
    public async Task A_client_must_authenticate()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, RevocationPath)
        {
            Headers = { Authorization = RelyingParty.Basic(TestClients.Web, "wrong") },
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", "x")]),
        };
        Conforming.TokenError(await TokenAnswer.ReadAsync(await Provider.Http.SendAsync(request)), "invalid_client", HttpStatusCode.Unauthorized);
    }

    [Theory]
    [Trait("Conformance", "G7009-05")]
    [Trait("Conformance", "G7009-07")]
    [Trait("Conformance", "G7009-12")]
    [InlineData("refresh_token")]
    [InlineData("access_token")]
    [InlineData("unheard_of")]
    [InlineData(null)]
    public async Task A_revoked_refresh_token_takes_its_access_tokens_along(string? hint)
    {
        var signedIn = await SignInOfflineAsync(TestClients.Web);
        await RevokedAsync(Rp(), signedIn.Tokens.ExpectRefreshToken(), hint);
        Conforming.TokenError(await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
        await IsDeadAsync(signedIn.Tokens.AccessToken);
    }

    [Theory]
    [Trait("Conformance", "G7009-06")]
    [Trait("Conformance", "G7009-10")]
    [InlineData(TestClients.ReferenceWeb, "access_token")]
    [InlineData(TestClients.ReferenceWeb, "refresh_token")]
    [InlineData(TestClients.ReferenceWeb, null)]
    [InlineData(TestClients.Web, "access_token")]
    [InlineData(TestClients.Web, null)]
    public async Task A_revoked_access_token_is_good_for_nothing(string clientId, string? hint)
    {
        var signedIn = await SignInOfflineAsync(clientId);
        await RevokedAsync(Rp(clientId), signedIn.Tokens.AccessToken, hint);
        await IsDeadAsync(signedIn.Tokens.AccessToken);
    }

    [Fact]
    [Trait("Conformance", "G7009-08")]
    public async Task Revoking_what_is_not_there_is_fine()
    {
        await RevokedAsync(Rp(), AuthorizationRequest.NewHandle(), hint: null);
        await RevokedAsync(Rp(), new string('x', 5000), hint: null);
        var signedIn = await SignInOfflineAsync(TestClients.Web);
        await RevokedAsync(Rp(), signedIn.Tokens.ExpectRefreshToken(), hint: null);
        await RevokedAsync(Rp(), signedIn.Tokens.ExpectRefreshToken(), hint: null);
    }

    [Fact]
    [Trait("Conformance", "G7009-09")]
    public async Task Nobody_revokes_what_belongs_to_another_client()
    {
        var signedIn = await SignInOfflineAsync(TestClients.Web);
        using (await Rp(TestClients.OtherWeb).RevokeAsync(signedIn.Tokens.ExpectRefreshToken()))
        using (await Rp(TestClients.OtherWeb).RevokeAsync(signedIn.Tokens.AccessToken))
            (await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken())).ExpectSuccess();
        await UserInfo.ReadAsync(await Rp().UserInfoAsync(signedIn.Tokens.AccessToken));
    }

    [Fact]
    [Trait("Conformance", "G7009-11")]
    public async Task Another_session_of_the_same_user_goes_on()
    {
        var person = await Provider.Accounts.RegisterVerifiedAsync();
        var first = await SignInOfflineAsync(TestClients.Web, Provider.NewBrowser().UsedBy(person));
        var second = await SignInOfflineAsync(TestClients.Web, Provider.NewBrowser().UsedBy(person));
        await RevokedAsync(Rp(), first.Tokens.ExpectRefreshToken(), hint: null);
        (await Rp().RefreshAsync(second.Tokens.ExpectRefreshToken())).ExpectSuccess();
    }

    [Fact]
    [Trait("Conformance", "G7009-13")]
    public async Task A_public_client_revokes_its_own()
    {
        var signedIn = await SignInOfflineAsync(TestClients.Spa);
        await RevokedAsync(Rp(TestClients.Spa), signedIn.Tokens.ExpectRefreshToken(), hint: null);
        Conforming.TokenError(await Rp(TestClients.Spa).RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
    }

    [Fact]
    [Trait("Conformance", "G7009-15")]
    public async Task Metadata_tells_how_to_authenticate()
    {
        var document = (await Rp().MetadataAsync()).Document;
        Assert.Contains("client_secret_basic", document["revocation_endpoint_auth_methods_supported"]!.AsArray().Select(method => (string?)method));
        Assert.False(document.ContainsKey("revocation_endpoint_auth_signing_alg_values_supported"));
    }

    private static async Task RevokedAsync(RelyingParty rp, string token, string? hint)
    {
        using var answer = await rp.RevokeAsync(token, hint);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task IsDeadAsync(string accessToken)
    {
        Assert.False((bool)(await Provider.Api(TestClients.OrdersApi).IntrospectAsync(accessToken))["active"]!);
        using var userInfo = await Rp().UserInfoAsync(accessToken);
        Assert.Equal(HttpStatusCode.Unauthorized, userInfo.StatusCode);
    }

    private async Task<SignedIn> SignInOfflineAsync(string clientId, UserAgent? browser = null)
    {
        var request = Rp(clientId).Request("openid offline_access orders.read").With("prompt", "consent");
        return await Rp(clientId).SignInAsync(browser ?? await SomebodyAsync(), request);
    }
}
