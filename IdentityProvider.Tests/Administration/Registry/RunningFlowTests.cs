using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>A client changes while somebody signs in to it: each step is judged by what the client is then.</summary>
public sealed class RunningFlowTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>, IAsyncLifetime
{
    private const string Everything = "openid email offline_access orders.read";
    private readonly Provider _provider = fixture.Provider;
    private Registrar _admin = null!;
    private RegisteredClient _client = null!;
    private RelyingParty _rp = null!;
    private UserAgent _browser = null!;

    public async Task InitializeAsync()
    {
        _admin = await Registrar.OfRoleAsync(_provider, "superAdmin");
        _client = await _admin.AddAsync(Registrar.WebApp());
        _rp = _client.At(_provider);
        _browser = await _provider.NewPersonAtBrowserAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public static TheoryData<string> Gone => ["deleted", "disabled", "redirect URI removed", "grant taken"];

    [Theory]
    [MemberData(nameof(Gone))]
    public async Task What_makes_the_answers_way_unknown_while_the_password_is_typed_ends_at_an_error_page(string how)
    {
        var login = (await _rp.VisitAsync(_browser, _rp.Request())).ExpectPage();
        await MakeAsync(how);
        ExpectErrorPage(await HostedPages.SignInAsync(login));
    }

    [Theory]
    [MemberData(nameof(Gone))]
    public async Task And_while_the_consent_page_is_open(string how)
    {
        await ChangeAsync(client => client["require_consent"] = true);
        var landing = await HostedPages.SignInAsync((await _rp.VisitAsync(_browser, _rp.Request())).ExpectPage());
        await MakeAsync(how);
        ExpectErrorPage(await HostedPages.ConsentAsync(landing.ExpectPage()));
    }

    [Theory]
    [InlineData("scope", "invalid_scope")]
    [InlineData("pkce", "invalid_request")]
    public async Task What_the_client_may_no_longer_do_while_the_password_is_typed_the_client_is_told(string what, string error)
    {
        var request = _rp.Request(Everything);
        var login = (await _rp.VisitAsync(_browser, request)).ExpectPage();
        await ChangeAsync(client => Take(client, what));
        Conforming.ErrorCallback(_provider, request, (await HostedPages.SignInAsync(login)).ExpectCallback(), error);
    }

    [Theory]
    [InlineData("deleted", "invalid_client")]
    [InlineData("disabled", "invalid_client")]
    [InlineData("redirect URI removed", "invalid_grant")]
    [InlineData("openid taken", "invalid_grant")]
    [InlineData("grant taken", "unauthorized_client")]
    public async Task A_code_is_redeemed_by_what_the_client_is_then(string how, string error)
    {
        var request = _rp.Request(Everything);
        var code = (await _rp.AuthorizeAsync(_browser, request)).Code!;
        await MakeAsync(how);
        Assert.Equal(error, (await _rp.RedeemAsync(code, request)).Error);
    }

    [Fact]
    public async Task A_scope_that_was_taken_before_the_code_is_redeemed_is_not_in_the_tokens()
    {
        var request = _rp.Request(Everything);
        var code = (await _rp.AuthorizeAsync(_browser, request)).Code!;
        await ChangeAsync(client => client["scope"] = "openid email");
        var answer = (await _rp.RedeemAsync(code, request)).ExpectSuccess();
        Assert.Equal("openid email", answer["scope"]);
        Assert.Null(answer["refresh_token"]);
    }

    [Theory]
    [InlineData("deleted", "invalid_client")]
    [InlineData("disabled", "invalid_client")]
    [InlineData("every scope taken", "invalid_grant")]
    [InlineData("refresh_token taken", "unauthorized_client")]
    public async Task A_refresh_token_is_used_by_what_the_client_is_then(string how, string error)
    {
        var signedIn = await _rp.SignInAsync(_browser, _rp.Request(Everything));
        await MakeAsync(how);
        Assert.Equal(error, (await _rp.RefreshAsync(signedIn.Tokens.ExpectRefreshToken())).Error);
    }

    [Fact]
    public async Task A_scope_that_was_taken_is_not_refreshed()
    {
        var signedIn = await _rp.SignInAsync(_browser, _rp.Request(Everything));
        await ChangeAsync(client => client["scope"] = "openid offline_access orders.read");
        Assert.Equal("openid offline_access orders.read", (await _rp.RefreshAsync(signedIn.Tokens.ExpectRefreshToken())).ExpectSuccess()["scope"]);
    }

    [Fact]
    public async Task A_new_redirect_uri_and_scope_count_at_once()
    {
        await ChangeAsync(client =>
        {
            client["redirect_uris"] = new JsonArray("https://new.example/callback");
            client["scope"] = "openid phone";
        });
        var moved = (_client with { RedirectUri = "https://new.example/callback" }).At(_provider);
        await moved.SignInAsync(_browser, moved.Request("openid phone"));
        ExpectErrorPage(await _rp.VisitAsync(_browser, _rp.Request()));
    }

    private async Task MakeAsync(string how)
    {
        if (how == "deleted")
            (await _admin.DeleteAsync(_client.Path)).Expect(HttpStatusCode.OK);
        else
            await ChangeAsync(client => Take(client, how));
    }

    private static void Take(JsonObject client, string what)
    {
        switch (what)
        {
            case "disabled":
                client["enabled"] = false;
                break;
            case "redirect URI removed":
                client["redirect_uris"] = new JsonArray("https://elsewhere.example/callback");
                break;
            case "scope":
                client["scope"] = "openid";
                break;
            case "openid taken":
                client["scope"] = "orders.read";
                break;
            case "every scope taken":
                client["scope"] = "stock.read";
                break;
            case "pkce":
                client["require_pkce"] = true;
                break;
            case "refresh_token taken":
                client["grant_types"] = new JsonArray("authorization_code");
                break;
            default:
                (client["grant_types"], client["redirect_uris"]) = (new JsonArray("client_credentials"), new JsonArray());
                break;
        }
    }

    private async Task ChangeAsync(Action<JsonObject> change) => (await _admin.ChangeAsync(_client.Path, change)).Expect(HttpStatusCode.OK);

    private static void ExpectErrorPage(Landing landing)
    {
        var page = landing.ExpectPage();
        Assert.True(page.Status == HttpStatusCode.BadRequest, page.ToString());
    }
}
