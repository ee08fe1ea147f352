using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Snapshots;

namespace IdentityProvider.Tests.Conformance;

/// <summary>The Config OP plan as far as it can be seen over loopback HTTP (CONFIG-03, 05, 13 to 17 and 28 without their https), and J-68 to 70.</summary>
public sealed class ConfigTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private const string Discovery = "/.well-known/openid-configuration";
    private const string ServerMetadata = "/.well-known/oauth-authorization-server";

    [Fact]
    [Trait("Conformance", "CONFIG-01")]
    [Trait("Conformance", "CONFIG-02")]
    [Trait("Conformance", "CONFIG-07")]
    [Trait("Conformance", "CONFIG-08")]
    [Trait("Conformance", "J-63")]
    [Trait("Conformance", "J-64")]
    [Trait("Conformance", "G7636-14")]
    [Trait("Conformance", "G9207-05")]
    [Trait("Conformance", "BCP-11")]
    [Trait("Conformance", "BCP-12")]
    [Trait("Conformance", "BCP-37")]
    public async Task The_document_is_the_one_that_clients_know()
    {
        var document = await FetchAsync(Discovery);
        Snapshot.Matches(JsonNode.Parse(document.ToJsonString().Replace(Provider.Issuer, "https://issuer.example", StringComparison.Ordinal))!, "discovery");
    }

    [Fact]
    [Trait("Conformance", "CONFIG-03")]
    [Trait("Conformance", "CONFIG-04")]
    [Trait("Conformance", "CONFIG-05")]
    public async Task The_issuer_is_the_address_without_the_well_known_part()
    {
        var issuer = (string)(await FetchAsync(Discovery))["issuer"]!;
        Assert.Equal(Provider.Address(Discovery).ToString(), issuer + Discovery);
        var address = new Uri(issuer);
        Assert.Empty(address.Query + address.Fragment + address.UserInfo);
    }

    [Fact]
    [Trait("Conformance", "CONFIG-06")]
    public async Task The_issuer_is_the_one_of_ID_tokens()
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync());
        Assert.Equal((string?)(await FetchAsync(Discovery))["issuer"], (string?)signedIn.Tokens.IdToken!.Payload["iss"]);
    }

    [Theory]
    [Trait("Conformance", "CONFIG-09")]
    [Trait("Conformance", "CONFIG-10")]
    [Trait("Conformance", "CONFIG-11")]
    [Trait("Conformance", "CONFIG-23")]
    [Trait("Conformance", "CONFIG-24")]
    [Trait("Conformance", "CONFIG-25")]
    [Trait("Conformance", "CONFIG-29")]
    [Trait("Conformance", "CONFIG-30")]
    [Trait("Conformance", "CONFIG-31")]
    [Trait("Conformance", "FP-41")]
    [InlineData("response_types_supported", "code")]
    [InlineData("response_modes_supported", "query")]
    [InlineData("response_modes_supported", "form_post")]
    [InlineData("subject_types_supported", "public")]
    [InlineData("id_token_signing_alg_values_supported", "RS256")]
    [InlineData("claims_supported", "sub")]
    [InlineData("grant_types_supported", "authorization_code")]
    [InlineData("grant_types_supported", "refresh_token")]
    [InlineData("scopes_supported", "openid")]
    [InlineData("scopes_supported", "offline_access")]
    [InlineData("code_challenge_methods_supported", "S256")]
    [InlineData("token_endpoint_auth_methods_supported", "client_secret_basic")]
    [InlineData("token_endpoint_auth_methods_supported", "client_secret_post")]
    public async Task A_list_holds_what_relying_parties_look_for(string member, string value)
    {
        var list = (await FetchAsync(Discovery))[member]!.AsArray().Select(item => (string?)item);
        Assert.Contains(value, list);
    }

    [Fact]
    [Trait("Conformance", "CONFIG-12")]
    [Trait("Conformance", "CONFIG-19")]
    [Trait("Conformance", "CONFIG-20")]
    [Trait("Conformance", "CONFIG-21")]
    [Trait("Conformance", "CONFIG-22")]
    public async Task Members_have_the_types_of_the_specification()
    {
        foreach (var (name, value) in await FetchAsync(Discovery))
        {
            var kind = value!.GetValueKind();
            if (name.EndsWith("_parameter_supported", StringComparison.Ordinal) || name.StartsWith("require_", StringComparison.Ordinal))
                Assert.True(kind is JsonValueKind.True or JsonValueKind.False, $"{name} is {kind}");
            else if (name.EndsWith("_supported", StringComparison.Ordinal) && kind is not (JsonValueKind.True or JsonValueKind.False))
                Assert.All(value.AsArray(), item => Assert.Equal(JsonValueKind.String, item!.GetValueKind()));
            else if (name.EndsWith("_endpoint", StringComparison.Ordinal) || name.EndsWith("_uri", StringComparison.Ordinal))
                Assert.True(Uri.IsWellFormedUriString((string?)value, UriKind.Absolute), $"{name} is {value}");
        }
    }

    [Fact]
    [Trait("Conformance", "CONFIG-13")]
    [Trait("Conformance", "CONFIG-14")]
    [Trait("Conformance", "CONFIG-15")]
    [Trait("Conformance", "CONFIG-16")]
    [Trait("Conformance", "CONFIG-28")]
    [Trait("Conformance", "J-62")]
    [Trait("Conformance", "RPL-01")]
    public async Task Every_endpoint_that_is_listed_answers_and_is_of_this_provider()
    {
        foreach (var (name, value) in (await FetchAsync(Discovery)).Where(member => member.Key.EndsWith("_endpoint", StringComparison.Ordinal)))
        {
            Assert.StartsWith(Provider.Issuer + "/", (string?)value, StringComparison.Ordinal);
            using var answer = await Provider.Http.GetAsync((string)value!);
            Assert.True(answer.StatusCode is not HttpStatusCode.NotFound and < HttpStatusCode.InternalServerError, $"{name}: {answer.StatusCode}");
        }
    }

    [Fact]
    [Trait("Conformance", "CONFIG-26")]
    public async Task Scopes_are_scope_tokens()
    {
        foreach (var scope in (await FetchAsync(Discovery))["scopes_supported"]!.AsArray())
            Assert.Matches(@"^[\x21\x23-\x5B\x5D-\x7E]+$", (string?)scope);
    }

    [Theory]
    [Trait("Conformance", "CONFIG-27")]
    [InlineData("ui_locales_supported")]
    [InlineData("claims_locales_supported")]
    public async Task Locales_are_well_formed(string member)
    {
        foreach (var locale in (await FetchAsync(Discovery))[member]?.AsArray() ?? [])
            Assert.Equal((string?)locale, System.Globalization.CultureInfo.GetCultureInfo((string)locale!).Name);
    }

    [Fact]
    [Trait("Conformance", "CONFIG-17")]
    [Trait("Conformance", "CONFIG-18")]
    public async Task The_shape_of_the_keys_is_the_one_that_clients_know()
    {
        using var answer = await Provider.Http.GetAsync((string)(await FetchAsync(Discovery))["jwks_uri"]!);
        var set = await answer.ExpectJsonAsync(HttpStatusCode.OK);
        foreach (var key in set["keys"]!.AsArray().Select(key => key!.AsObject()))
            foreach (var member in new[] { "kid", "n", "x", "y" }.Where(key.ContainsKey))
                key[member] = $"<{((string)key[member]!).Length} characters>";
        Snapshot.Matches(set, "jwks");
    }

    [Theory]
    [Trait("Conformance", "CONFIG-32")]
    [Trait("Conformance", "CONFIG-33")]
    [InlineData("offline_access", "prompt", "consent")]
    public async Task What_is_listed_may_be_asked_for(string scope, string parameter, string value)
    {
        var signedIn = await Rp().SignInAsync(await SomebodyAsync(), Rp().Request($"openid {scope}").With(parameter, value));
        Assert.NotNull(signedIn.Tokens.RefreshToken);
    }

    [Fact]
    [Trait("Conformance", "J-70")]
    [Trait("Conformance", "BCP-39")]
    public async Task Server_metadata_says_the_same()
    {
        Assert.Equal((await FetchAsync(Discovery)).ToJsonString(), (await FetchAsync(ServerMetadata)).ToJsonString());
    }

    [Theory]
    [Trait("Conformance", "J-68")]
    [InlineData(Discovery)]
    [InlineData(ServerMetadata)]
    [InlineData("/.well-known/jwks.json")]
    public async Task Metadata_may_be_cached_and_read_by_browser_apps(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Origin", TestClients.SpaOrigin } } };
        using var answer = await Provider.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.MaxAge > TimeSpan.Zero, "no max-age");
        Assert.Contains(answer.Headers.GetValues("Access-Control-Allow-Origin"), origin => origin == "*" || origin == TestClients.SpaOrigin);

        using var again = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var unchanged = await Provider.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var head = await Provider.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [Trait("Conformance", "J-69")]
    [InlineData(Discovery)]
    [InlineData(ServerMetadata)]
    [InlineData("/.well-known/jwks.json")]
    public async Task Metadata_cannot_be_posted_to(string path)
    {
        using var answer = await Provider.Http.PostAsync(path, content: null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    private async Task<JsonObject> FetchAsync(string path)
    {
        using var answer = await Provider.Http.GetAsync(path);
        return await answer.ExpectJsonAsync(HttpStatusCode.OK);
    }
}
