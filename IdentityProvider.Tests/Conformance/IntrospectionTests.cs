using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>RFC 7662: rows G7662-01 to 11, 16, 17, G9470-05.</summary>
public sealed class IntrospectionTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private const string IntrospectionPath = "/connect/introspect";

    private ApiServer Orders => Provider.Api(TestClients.OrdersApi);

    [Theory]
    [Trait("Conformance", "G7662-01")]
    [InlineData(TestClients.OrdersApi, "wrong")]
    [InlineData("https://unknown.example", "wrong")]
    [InlineData(null, null)]
    public async Task Only_who_authenticates_is_told(string? name, string? secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, IntrospectionPath)
        {
            Headers = { Authorization = name is null ? null : RelyingParty.Basic(name, secret!) },
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", "x")]),
        };
        using var answer = await Provider.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    [Trait("Conformance", "G7662-02")]
    public async Task Without_a_token_the_request_is_invalid()
    {
        using var request = Rp().Authenticated(IntrospectionPath, []);
        Conforming.TokenError(await TokenAnswer.ReadAsync(await Provider.Http.SendAsync(request)), "invalid_request");
    }

    [Fact]
    [Trait("Conformance", "G7662-03")]
    public async Task A_body_that_is_no_form_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, IntrospectionPath)
        {
            Headers = { Authorization = RelyingParty.Basic(TestClients.OrdersApi, TestClients.OrdersApiSecret) },
            Content = new StringContent("""{"token":"x"}""", Encoding.UTF8, "application/json"),
        };
        using var answer = await Provider.Http.SendAsync(request);
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType, $"{answer.StatusCode}");
    }

    [Fact]
    [Trait("Conformance", "G7662-04")]
    public async Task Of_a_token_that_is_not_good_nothing_is_told()
    {
        var signedIn = await SignInAsync();
        var consumed = signedIn.Tokens.ExpectRefreshToken();
        (await Rp().RefreshAsync(consumed)).ExpectSuccess();
        var forged = Jwt.Parse(signedIn.Tokens.AccessToken).Tampered(payload: claims => claims["scope"] = "orders.write");
        foreach (var token in new[] { "garbage", AuthorizationRequest.NewHandle(), consumed, forged, signedIn.Callback.Code!, signedIn.Tokens.IdToken!.Text })
            Assert.Equal("""{"active":false}""", (await Orders.IntrospectAsync(token)).ToJsonString());

        Provider.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("""{"active":false}""", (await Orders.IntrospectAsync(signedIn.Tokens.AccessToken)).ToJsonString());
    }

    [Theory]
    [Trait("Conformance", "G7662-05")]
    [Trait("Conformance", "G7662-06")]
    [Trait("Conformance", "G7662-16")]
    [Trait("Conformance", "G9470-05")]
    [InlineData(TestClients.Web, "access_token")]
    [InlineData(TestClients.Web, "refresh_token")]
    [InlineData(TestClients.ReferenceWeb, "access_token")]
    [InlineData(TestClients.ReferenceWeb, "unheard_of")]
    [InlineData(TestClients.ReferenceWeb, null)]
    public async Task An_API_is_told_what_it_needs(string clientId, string? hint)
    {
        var signedIn = await SignInAsync(clientId);
        var told = await Orders.IntrospectAsync(signedIn.Tokens.AccessToken, hint);
        Assert.True((bool)told["active"]!);
        Assert.Equal(Provider.Issuer, (string?)told["iss"]);
        Assert.Equal(signedIn.Subject, (string?)told["sub"]);
        Assert.Equal(clientId, (string?)told["client_id"]);
        Assert.Equal("Bearer", (string?)told["token_type"]);
        Assert.NotEmpty((string)told["jti"]!);
        Assert.Contains(TestClients.OrdersApi, Audiences(told["aud"]!));
        foreach (var time in new[] { "exp", "iat", "auth_time" })
            Assert.Equal(JsonValueKind.Number, told[time]!.GetValueKind());
    }

    [Fact]
    [Trait("Conformance", "G7662-07")]
    public async Task An_API_sees_only_its_own_scopes()
    {
        var signedIn = await SignInAsync();
        Assert.Equal("orders.read", (string?)(await Orders.IntrospectAsync(signedIn.Tokens.AccessToken))["scope"]);
        Assert.Equal("stock.read", (string?)(await Provider.Api(TestClients.StockApi).IntrospectAsync(signedIn.Tokens.AccessToken))["scope"]);
    }

    [Fact]
    [Trait("Conformance", "G7662-08")]
    public async Task An_API_is_told_nothing_of_a_token_for_another()
    {
        var machine = await Rp(TestClients.Machine).ClientCredentialsAsync("orders.read");
        Assert.Equal("""{"active":false}""", (await Provider.Api(TestClients.StockApi).IntrospectAsync(machine.ExpectAccessToken())).ToJsonString());
    }

    [Fact]
    [Trait("Conformance", "G7662-09")]
    [Trait("Conformance", "G7662-10")]
    public async Task A_refresh_token_is_its_clients_own_affair()
    {
        var refreshToken = (await SignInAsync()).Tokens.ExpectRefreshToken();
        Assert.True((bool)(await AskAsync(Rp(), refreshToken))["active"]!);
        Assert.Equal("""{"active":false}""", (await AskAsync(Rp(TestClients.OtherWeb), refreshToken)).ToJsonString());
        Assert.Equal("""{"active":false}""", (await Orders.IntrospectAsync(refreshToken)).ToJsonString());
    }

    [Fact]
    [Trait("Conformance", "G7662-11")]
    public async Task Another_client_is_told_nothing_of_an_access_token()
    {
        var signedIn = await SignInAsync();
        Assert.Equal("""{"active":false}""", (await AskAsync(Rp(TestClients.OtherWeb), signedIn.Tokens.AccessToken)).ToJsonString());
    }

    [Fact]
    [Trait("Conformance", "G7662-01")]
    public async Task A_public_client_cannot_ask()
    {
        using var answer = await Rp(TestClients.Spa).IntrospectAsync("x");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    [Trait("Conformance", "G7662-17")]
    public async Task Metadata_tells_how_to_authenticate()
    {
        var document = (await Rp().MetadataAsync()).Document;
        Assert.Contains("client_secret_basic", document["introspection_endpoint_auth_methods_supported"]!.AsArray().Select(method => (string?)method));
        Assert.False(document.ContainsKey("introspection_signing_alg_values_supported"));
    }

    private static IEnumerable<string?> Audiences(JsonNode audience) =>
        audience is JsonArray many ? many.Select(one => (string?)one) : [(string?)audience];

    private static async Task<JsonObject> AskAsync(RelyingParty rp, string token) =>
        await (await rp.IntrospectAsync(token)).ExpectJsonAsync(HttpStatusCode.OK);

    private async Task<SignedIn> SignInAsync(string clientId = TestClients.Web)
    {
        var request = Rp(clientId).Request("openid offline_access orders.read stock.read").With("prompt", "consent");
        return await Rp(clientId).SignInAsync(await SomebodyAsync(), request);
    }
}
