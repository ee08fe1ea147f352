using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Snapshots;

namespace IdentityProvider.Tests.Conformance;

/// <summary>RFC 9068: rows G9068-01 to 08, BCP-23, 32, 34, and the claims as clients know them.</summary>
public sealed class AccessTokenTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    [Fact]
    [Trait("Conformance", "G9068-01")]
    [Trait("Conformance", "G9068-02")]
    [Trait("Conformance", "G9068-06")]
    [Trait("Conformance", "BCP-23")]
    public async Task An_access_token_is_a_signed_JWT_for_its_API()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request("openid orders.read"));
        var token = await Conforming.VerifiedAsync(await Rp().MetadataAsync(), signedIn.Tokens.AccessToken, TestClients.OrdersApi);
        Assert.Equal("at+jwt", (string?)token.Header["typ"]);
        Assert.Equal("ES256", (string?)token.Header["alg"]);
        foreach (var claim in new[] { "iss", "exp", "aud", "sub", "client_id", "iat", "jti" })
            Assert.True(token.Payload.ContainsKey(claim), $"no {claim}");
        Assert.Equal(TestClients.Web, (string?)token.Payload["client_id"]);
        Assert.Equal(signedIn.Subject, token.Subject);
    }

    [Fact]
    [Trait("Conformance", "G9068-02")]
    public async Task The_claims_are_the_ones_that_clients_know()
    {
        var browser = await SomebodyAsync();
        var signedIn = await Rp().SignInAsync(browser, Rp().Request("openid profile email phone orders.read").With("max_age", "1000"));
        var claims = new JsonObject
        {
            ["id_token"] = Shape(signedIn.Tokens.IdToken!),
            ["access_token"] = Shape(Jwt.Parse(signedIn.Tokens.AccessToken)),
            ["userinfo"] = Shape(await UserInfo.ReadAsync(await Rp().UserInfoAsync(signedIn.Tokens.AccessToken))),
        };
        Snapshot.Matches(claims, "claims");
    }

    [Fact]
    [Trait("Conformance", "G9068-04")]
    public async Task The_scope_claim_is_the_scope_that_was_granted()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request("openid email orders.read"));
        var scope = (string)Jwt.Parse(signedIn.Tokens.AccessToken).Payload["scope"]!;
        Assert.Equal(["email", "openid", "orders.read"], scope.Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Conformance", "G9068-07")]
    public async Task Every_token_has_an_identifier_of_its_own()
    {
        var identifiers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 50; i++)
        {
            var token = (await Rp(TestClients.Machine).ClientCredentialsAsync("orders.read")).ExpectAccessToken();
            Assert.True(identifiers.Add((string)Jwt.Parse(token).Payload["jti"]!), "a jti came twice");
        }
    }

    [Fact]
    [Trait("Conformance", "G9068-08")]
    [Trait("Conformance", "BCP-34")]
    public async Task An_access_token_is_no_hint()
    {
        var browser = await SomebodyAsync();
        var signedIn = await Rp().SignInAsync(browser);
        var request = Rp().Request().With("id_token_hint", signedIn.Tokens.AccessToken);
        var callback = (await Rp().VisitAsync(browser, request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "invalid_request");
    }

    [Fact]
    [Trait("Conformance", "BCP-32")]
    public async Task The_published_key_is_no_secret_to_sign_with()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        var jwks = await Provider.Http.GetStringAsync((await Rp().MetadataAsync()).JwksUri);
        foreach (var key in JsonNode.Parse(jwks)!["keys"]!.AsArray())
        {
            var unsigned = Jwt.Parse(signedIn.Tokens.AccessToken).Tampered(header: header => header["alg"] = "HS256");
            var signingInput = unsigned[..unsigned.LastIndexOf('.')];
            var mac = System.Security.Cryptography.HMACSHA256.HashData(
                System.Text.Encoding.UTF8.GetBytes(key!.ToJsonString()), System.Text.Encoding.ASCII.GetBytes(signingInput));
            using var answer = await Rp().UserInfoAsync($"{signingInput}.{System.Buffers.Text.Base64Url.EncodeToString(mac)}");
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    private static JsonObject Shape(Jwt token) => new() { ["header"] = Shape(token.Header), ["payload"] = Shape(token.Payload) };

    /// <summary>Names and types; the values of those that are the same every time.</summary>
    private static JsonObject Shape(JsonObject claims)
    {
        var shape = new JsonObject();
        foreach (var (name, value) in claims)
            shape[name] = name is "typ" or "alg" or "acr" or "client_id" or "scope" or "email_verified" or "phone_number_verified" or "amr"
                ? value!.DeepClone()
                : $"<{value!.GetValueKind()}>";
        return shape;
    }
}
