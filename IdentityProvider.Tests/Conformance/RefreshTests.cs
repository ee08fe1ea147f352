using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>Refresh tokens (RFC 6749 6, RFC 9700 4.14): rows G6749-70 to 82, LOGX-19, 21, BCP-19 to 22.</summary>
public sealed class RefreshTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private const string FullScope = "openid email orders.read offline_access";

    /// <summary>Longer than a retry of the same request is forgiven.</summary>
    private static readonly TimeSpan BeyondGrace = TimeSpan.FromSeconds(11);

    [Fact]
    [Trait("Conformance", "G6749-70")]
    public async Task Without_a_refresh_token_the_request_is_invalid() =>
        Conforming.TokenError(await Rp().TokenAsync(new TokenRequest("refresh_token")), "invalid_request");

    [Fact]
    [Trait("Conformance", "G6749-71")]
    public async Task A_refresh_token_that_is_not_good_gets_one_and_the_same_answer()
    {
        var signedIn = await SignInOfflineAsync();
        TokenAnswer[] answers =
        [
            await Rp().RefreshAsync(AuthorizationRequest.NewHandle()),
            await Rp().RefreshAsync(new string('x', 4000)),
            await Rp(TestClients.OtherWeb).RefreshAsync(signedIn.Tokens.ExpectRefreshToken()),
            await Rp().RefreshAsync(signedIn.Tokens.AccessToken),
        ];
        foreach (var answer in answers)
        {
            Conforming.TokenError(answer, "invalid_grant");
            Assert.Equal(answers[0].Text, answer.Text);
        }
        (await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken())).ExpectSuccess();
    }

    [Fact]
    [Trait("Conformance", "G6749-71")]
    [Trait("Conformance", "BCP-22")]
    public async Task A_refresh_token_expires_when_nobody_uses_it()
    {
        var signedIn = await SignInOfflineAsync(TestClients.ShortLived);
        Provider.Clock.Advance(TimeSpan.FromSeconds(601));
        Conforming.TokenError(await Rp(TestClients.ShortLived).RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
    }

    [Fact]
    [Trait("Conformance", "G6749-78")]
    public async Task Refreshing_does_not_pass_the_end_of_the_family()
    {
        var refreshToken = (await SignInOfflineAsync(TestClients.ShortLived)).Tokens.ExpectRefreshToken();
        for (var elapsed = 0; elapsed < 600; elapsed += 250)
        {
            refreshToken = (await Rp(TestClients.ShortLived).RefreshAsync(refreshToken)).ExpectRefreshToken();
            Provider.Clock.Advance(TimeSpan.FromSeconds(250));
        }
        Conforming.TokenError(await Rp(TestClients.ShortLived).RefreshAsync(refreshToken), "invalid_grant");
    }

    [Theory]
    [Trait("Conformance", "G6749-72")]
    [InlineData("openid email orders.read orders.write offline_access")]
    [InlineData("orders.write")]
    [InlineData("openid nobody-knows-this")]
    public async Task A_refresh_cannot_widen_the_scope(string scope)
    {
        var signedIn = await SignInOfflineAsync();
        Conforming.TokenError(await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken(), scope), "invalid_scope");
        (await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken())).ExpectSuccess();
    }

    [Fact]
    [Trait("Conformance", "G6749-73")]
    public async Task A_refresh_may_narrow_the_scope_for_once()
    {
        var signedIn = await SignInOfflineAsync();
        var narrow = await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken(), "orders.read");
        Assert.Equal("orders.read", narrow.ExpectSuccess()["scope"]);
        Assert.Null(narrow["id_token"]);
        Assert.Equal("orders.read", (string?)Jwt.Parse(narrow.ExpectAccessToken()).Payload["scope"]);
        var full = await Rp().RefreshAsync(narrow.ExpectRefreshToken());
        Assert.NotNull(full.ExpectSuccess()["id_token"]);
        Assert.Contains("email", (string?)Jwt.Parse(full.ExpectAccessToken()).Payload["scope"], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "G6749-74")]
    public async Task A_retry_within_the_grace_gets_the_same_successor()
    {
        var signedIn = await SignInOfflineAsync();
        var first = await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken());
        var retry = await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken());
        Assert.Equal(first.ExpectRefreshToken(), retry.ExpectRefreshToken());
        (await Rp().RefreshAsync(first.ExpectRefreshToken())).ExpectSuccess();
    }

    [Theory]
    [Trait("Conformance", "G6749-74")]
    [Trait("Conformance", "BCP-19")]
    [Trait("Conformance", "BCP-20")]
    [InlineData(TestClients.Web)]
    [InlineData(TestClients.Spa)]
    public async Task A_reuse_after_the_grace_ends_the_family(string clientId)
    {
        var signedIn = await SignInOfflineAsync(clientId);
        var successor = await Rp(clientId).RefreshAsync(signedIn.Tokens.ExpectRefreshToken());
        Provider.Clock.Advance(BeyondGrace);
        Conforming.TokenError(await Rp(clientId).RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
        Conforming.TokenError(await Rp(clientId).RefreshAsync(successor.ExpectRefreshToken()), "invalid_grant");
        using var userInfo = await Rp(clientId).UserInfoAsync(successor.ExpectAccessToken());
        Assert.Equal(HttpStatusCode.Unauthorized, userInfo.StatusCode);
    }

    [Fact]
    [Trait("Conformance", "G6749-74")]
    public async Task A_token_whose_successor_was_used_has_no_grace_left_after_it()
    {
        var first = (await SignInOfflineAsync()).Tokens.ExpectRefreshToken();
        var second = (await Rp().RefreshAsync(first)).ExpectRefreshToken();
        var third = (await Rp().RefreshAsync(second)).ExpectRefreshToken();
        Provider.Clock.Advance(BeyondGrace);
        Conforming.TokenError(await Rp().RefreshAsync(first), "invalid_grant");
        Conforming.TokenError(await Rp().RefreshAsync(third), "invalid_grant");
    }

    [Fact]
    [Trait("Conformance", "G6749-77")]
    public async Task A_client_that_lost_offline_access_cannot_refresh()
    {
        using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var before = Provider.StartOn(database);
        var rp = before.RelyingParty();
        var signedIn = await rp.SignInAsync(await before.NewPersonAtBrowserAsync(), rp.Request(FullScope).With("prompt", "consent"));

        var file = TestClients.FileWith(TestClients.Web, client => client["scope"] = "openid email orders.read orders.write");
        await using var after = Provider.StartOn(database, settings => settings.WithClients(file));
        Conforming.TokenError(await after.RelyingParty().RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "invalid_grant");
    }

    [Fact]
    [Trait("Conformance", "G6749-77")]
    public async Task A_client_that_lost_the_grant_cannot_refresh()
    {
        using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var before = Provider.StartOn(database);
        var browser = await before.NewPersonAtBrowserAsync();
        var rp = before.RelyingParty();
        var signedIn = await rp.SignInAsync(browser, rp.Request(FullScope).With("prompt", "consent"));

        var file = TestClients.FileWith(TestClients.Web, client => client["grant_types"] = new JsonArray("authorization_code"));
        await using var after = Provider.StartOn(database, settings => settings.WithClients(file));
        Conforming.TokenError(await after.RelyingParty().RefreshAsync(signedIn.Tokens.ExpectRefreshToken()), "unauthorized_client");
    }

    [Fact]
    [Trait("Conformance", "G6749-79")]
    [Trait("Conformance", "G6749-80")]
    [Trait("Conformance", "LOGX-19")]
    [Trait("Conformance", "G9068-05")]
    public async Task A_refreshed_ID_token_speaks_of_the_same_sign_in()
    {
        var signedIn = await SignInOfflineAsync();
        Provider.Clock.Advance(TimeSpan.FromSeconds(5));
        var answer = await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken());
        var before = signedIn.Tokens.IdToken!;
        var after = await Conforming.IdTokenAsync(Rp(), answer.ExpectSuccess()["id_token"]!);
        Assert.Equal(before.SessionId, after.SessionId);
        Assert.Equal(before.AuthTime, after.AuthTime);
        Assert.True(after.Payload["nonce"] is not { } nonce || (string?)nonce == signedIn.Request.Nonce, "another nonce");
        var accessBefore = Jwt.Parse(signedIn.Tokens.AccessToken);
        var accessAfter = Jwt.Parse(answer.ExpectAccessToken());
        Assert.NotNull(accessBefore.AuthTime);
        Assert.Equal(accessBefore.AuthTime, accessAfter.AuthTime);
        Assert.Equal(accessBefore.Payload["amr"]?.ToJsonString(), accessAfter.Payload["amr"]?.ToJsonString());
    }

    [Theory]
    [Trait("Conformance", "G6749-81")]
    [Trait("Conformance", "G6749-82")]
    [Trait("Conformance", "CONFIG-31")]
    [InlineData(TestClients.Web, "openid")]
    [InlineData(TestClients.WithoutRefresh, "openid offline_access")]
    public async Task Without_offline_access_or_the_grant_there_is_no_refresh_token(string clientId, string scope)
    {
        var signedIn = await Rp(clientId).SignInAsync(await SomebodyAsync(), Rp(clientId).Request(scope).With("prompt", "consent"));
        Assert.Null(signedIn.Tokens.RefreshToken);
    }

    private async Task<SignedIn> SignInOfflineAsync(string clientId = TestClients.Web) =>
        await Rp(clientId).SignInAsync(await SomebodyAsync(), Rp(clientId).Request(FullScope).With("prompt", "consent"));
}
