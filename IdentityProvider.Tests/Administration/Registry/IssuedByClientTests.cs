using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Administration.Registry;

/// <summary>What becomes of what a client was issued, as it goes, is disabled, or comes back.</summary>
public sealed class IssuedByClientTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>, IAsyncLifetime
{
    private readonly Provider _provider = fixture.Provider;
    private Registrar _admin = null!;

    public async Task InitializeAsync() => _admin = await Registrar.OfRoleAsync(_provider, "superAdmin");

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("jwt")]
    [InlineData("reference")]
    public async Task Deleting_a_client_ends_its_tokens_at_once_and_for_good(string format)
    {
        var body = Registrar.WebApp();
        body["access_token_format"] = format;
        var client = await _admin.AddAsync(body);
        var rp = client.At(_provider);
        var tokens = (await rp.SignInAsync(await _provider.NewPersonAtBrowserAsync(), rp.Request("openid email offline_access orders.read"))).Tokens;
        Assert.Equal(HttpStatusCode.OK, (await rp.UserInfoAsync(tokens.AccessToken)).StatusCode);
        Assert.True(await IsActiveAsync(tokens.AccessToken));

        (await _admin.DeleteAsync(client.Path)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, (await rp.UserInfoAsync(tokens.AccessToken)).StatusCode);
        Assert.False(await IsActiveAsync(tokens.AccessToken));
        Assert.Equal("invalid_client", (await rp.RefreshAsync(tokens.ExpectRefreshToken())).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await rp.RevokeAsync(tokens.AccessToken)).StatusCode);

        // Another client of the same name is another client, in the same second too.
        var next = (await _admin.AddAsync(body.DeepClone().AsObject())).At(_provider);
        Assert.Equal(HttpStatusCode.Unauthorized, (await next.UserInfoAsync(tokens.AccessToken)).StatusCode);
        Assert.False(await IsActiveAsync(tokens.AccessToken));
        var own = (await next.SignInAsync(await _provider.NewPersonAtBrowserAsync(), next.Request("openid email offline_access orders.read"))).Tokens;
        Assert.True(await IsActiveAsync(own.AccessToken));
        Assert.Equal("invalid_grant", (await next.RefreshAsync(tokens.ExpectRefreshToken())).Error);
        Assert.Equal("invalid_client", (await rp.RefreshAsync(tokens.ExpectRefreshToken())).Error);
    }

    [Fact]
    public async Task Deleting_a_client_forgets_the_consents_that_it_was_given()
    {
        var body = Registrar.WebApp();
        body["require_consent"] = true;
        var client = await _admin.AddAsync(body);
        var browser = await _provider.NewPersonAtBrowserAsync();
        await client.At(_provider).SignInAsync(browser);
        (await client.At(_provider).VisitAsync(browser, client.At(_provider).Request())).ExpectCallback();

        (await _admin.DeleteAsync(client.Path)).Expect(HttpStatusCode.OK);
        var next = (await _admin.AddAsync(body.DeepClone().AsObject())).At(_provider);
        Assert.Equal(HostedPages.ConsentPath, (await next.VisitAsync(browser, next.Request())).ExpectPage().Path);
    }

    [Fact]
    public async Task What_a_disabled_client_was_issued_waits_until_it_is_enabled_again()
    {
        var client = await _admin.AddAsync(Registrar.WebApp());
        var rp = client.At(_provider);
        var tokens = (await rp.SignInAsync(await _provider.NewPersonAtBrowserAsync(), rp.Request("openid offline_access orders.read"))).Tokens;
        (await _admin.ChangeAsync(client.Path, body => body["enabled"] = false)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, (await rp.UserInfoAsync(tokens.AccessToken)).StatusCode);
        Assert.False(await IsActiveAsync(tokens.AccessToken));
        Assert.Equal("invalid_client", (await rp.RefreshAsync(tokens.ExpectRefreshToken())).Error);

        (await _admin.ChangeAsync(client.Path, body => body["enabled"] = true)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await rp.UserInfoAsync(tokens.AccessToken)).StatusCode);
        (await rp.RefreshAsync(tokens.ExpectRefreshToken())).ExpectSuccess();
    }

    [Fact]
    public async Task The_origins_of_a_client_are_let_in_as_long_as_it_has_them()
    {
        var body = Registrar.WebApp();
        var origin = $"https://{body["client_id"]}.example";
        body["allowed_cors_origins"] = new JsonArray(origin);
        Assert.False(await IsLetInAsync(origin));
        var client = await _admin.AddAsync(body);
        Assert.True(await IsLetInAsync(origin));
        (await _admin.ChangeAsync(client.Path, changed => changed["enabled"] = false)).Expect(HttpStatusCode.OK);
        Assert.False(await IsLetInAsync(origin));
        (await _admin.ChangeAsync(client.Path, changed => changed["enabled"] = true)).Expect(HttpStatusCode.OK);
        Assert.True(await IsLetInAsync(origin));
        (await _admin.DeleteAsync(client.Path)).Expect(HttpStatusCode.OK);
        Assert.False(await IsLetInAsync(origin));
    }

    private async Task<bool> IsActiveAsync(string token) => (bool)(await _provider.Api(TestClients.OrdersApi).IntrospectAsync(token))["active"]!;

    private async Task<bool> IsLetInAsync(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/connect/token");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await _provider.Http.SendAsync(request);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) && allowed.Contains(origin);
    }
}
