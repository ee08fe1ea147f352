using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>Rows COMMON-01 to 06, 09, 29 to 32; the others are checked by <see cref="Conforming"/> in every flow.</summary>
public sealed class CommonTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "k", "oth"];

    [Fact]
    [Trait("Conformance", "COMMON-01")]
    public async Task Discovery_answers_with_JSON()
    {
        using var answer = await Provider.Http.GetAsync("/.well-known/openid-configuration");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    [Trait("Conformance", "COMMON-02")]
    public async Task Metadata_names_the_issuer_and_the_endpoints()
    {
        var metadata = await Rp().MetadataAsync();
        Assert.Equal(Provider.Issuer, metadata.Issuer);
        foreach (var endpoint in new[] { metadata.AuthorizationEndpoint, metadata.TokenEndpoint, metadata.JwksUri, metadata.UserInfoEndpoint })
            Assert.StartsWith(Provider.Issuer, endpoint, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "COMMON-03")]
    public async Task Every_published_key_is_one_a_library_can_read()
    {
        var keys = await (await Rp().MetadataAsync()).SigningKeysAsync();
        Assert.Equal((await PublishedKeysAsync()).Count, keys.Count);
    }

    [Fact]
    [Trait("Conformance", "COMMON-04")]
    public async Task No_private_or_symmetric_key_is_published()
    {
        foreach (var key in await PublishedKeysAsync())
        {
            Assert.Empty(key.Select(member => member.Key).Intersect(PrivateMembers));
            Assert.NotEqual("oct", (string?)key["kty"]);
        }
    }

    [Fact]
    [Trait("Conformance", "COMMON-05")]
    public async Task Every_key_has_an_identifier_of_its_own()
    {
        var identifiers = (await PublishedKeysAsync()).Select(key => (string?)key["kid"]).ToList();
        Assert.DoesNotContain(null, identifiers);
        Assert.Equal(identifiers.Count, identifiers.Distinct().Count());
    }

    [Fact]
    [Trait("Conformance", "COMMON-06")]
    [Trait("Conformance", "J-67")]
    public async Task Keys_are_of_well_known_algorithms()
    {
        var algorithms = (await PublishedKeysAsync()).Select(key => (string?)key["alg"]).Order(StringComparer.Ordinal);
        Assert.Equal(["ES256", "RS256"], algorithms);
        Assert.All(await PublishedKeysAsync(), key => Assert.Equal("sig", (string?)key["use"]));
    }

    [Fact]
    [Trait("Conformance", "COMMON-07")]
    [Trait("Conformance", "COMMON-08")]
    [Trait("Conformance", "COMMON-10")]
    [Trait("Conformance", "COMMON-11")]
    [Trait("Conformance", "COMMON-12")]
    [Trait("Conformance", "COMMON-13")]
    [Trait("Conformance", "COMMON-14")]
    [Trait("Conformance", "COMMON-15")]
    [Trait("Conformance", "COMMON-16")]
    [Trait("Conformance", "COMMON-17")]
    [Trait("Conformance", "COMMON-18")]
    [Trait("Conformance", "COMMON-19")]
    [Trait("Conformance", "COMMON-20")]
    [Trait("Conformance", "COMMON-21")]
    [Trait("Conformance", "COMMON-22")]
    [Trait("Conformance", "COMMON-23")]
    [Trait("Conformance", "COMMON-24")]
    [Trait("Conformance", "COMMON-25")]
    [Trait("Conformance", "COMMON-26")]
    [Trait("Conformance", "COMMON-27")]
    [Trait("Conformance", "COMMON-28")]
    [Trait("Conformance", "COMMON-33")]
    [Trait("Conformance", "COMMON-34")]
    [Trait("Conformance", "G6749-61")]
    [Trait("Conformance", "G6750-11")]
    public async Task A_flow_and_its_errors_pass_every_check_of_a_relying_party()
    {
        var browser = await SomebodyAsync();
        var signedIn = await Rp().SignInAsync(browser, Rp().Request("openid offline_access").With("max_age", "1000"));
        Assert.NotNull(signedIn.Tokens.IdToken!.AuthTime);
        Conforming.TokensWithoutIdToken(await Rp().RefreshAsync(signedIn.Tokens.ExpectRefreshToken()));
        await UserInfo.ReadAsync(await Rp().UserInfoAsync(signedIn.Tokens.AccessToken));

        var refused = Rp().Request("openid nobody-knows-this");
        Conforming.ErrorCallback(Provider, refused, (await Rp().VisitAsync(browser, refused)).ExpectCallback(), "invalid_scope");
        Conforming.TokenError(await Rp().RedeemAsync("unknown", signedIn.Request), "invalid_grant");
    }

    [Fact]
    [Trait("Conformance", "COMMON-09")]
    public async Task Without_a_state_none_comes_back()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request().Without("state"));
        Assert.Null(signedIn.Callback.State);
    }

    [Fact]
    [Trait("Conformance", "COMMON-29")]
    [Trait("Conformance", "COMMON-30")]
    [Trait("Conformance", "COMMON-31")]
    [Trait("Conformance", "COMMON-32")]
    public async Task Userinfo_gives_every_claim_in_its_standard_type()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request("openid profile email phone address"));
        var claims = await UserInfo.ReadAsync(await Rp().UserInfoAsync(signedIn.Tokens.AccessToken));
        Assert.Equal(signedIn.Subject, (string?)claims["sub"]);
        UserInfo.HasStandardTypes(claims);
    }

    private async Task<IReadOnlyList<JsonObject>> PublishedKeysAsync()
    {
        using var answer = await Provider.Http.GetAsync((await Rp().MetadataAsync()).JwksUri);
        var set = await answer.ExpectJsonAsync(HttpStatusCode.OK);
        return [.. set["keys"]!.AsArray().Select(key => key!.AsObject())];
    }
}
