using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Conformance;

/// <summary>RFC 9207, and what an issuer that is configured may not depend on: rows G9207, J-65, BCP-36, BCP-40.</summary>
public sealed class IssuerTests(IssuerTests.AtFixedIssuer fixture) : IClassFixture<IssuerTests.AtFixedIssuer>
{
    private const string FixedIssuer = "https://login.example";
    private readonly Provider _provider = fixture.Provider;

    /// <summary>A provider that stands behind a proxy under a public name.</summary>
    public sealed class AtFixedIssuer : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => settings.With("Issuer", FixedIssuer);
    }

    [Theory]
    [Trait("Conformance", "J-65")]
    [Trait("Conformance", "BCP-36")]
    [InlineData("Host", "attacker.example")]
    [InlineData("Host", "LOGIN.EXAMPLE")]
    [InlineData("X-Forwarded-Host", "attacker.example")]
    [InlineData("X-Forwarded-Proto", "gopher")]
    [InlineData("Forwarded", "host=attacker.example;proto=http")]
    public async Task A_configured_issuer_does_not_follow_the_caller(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration");
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await _provider.Http.SendAsync(request);
        var document = await answer.ExpectJsonAsync(HttpStatusCode.OK);
        Assert.Equal(FixedIssuer, (string?)document["issuer"]);
        Assert.Equal(FixedIssuer + "/connect/token", (string?)document["token_endpoint"]);
    }

    [Theory]
    [Trait("Conformance", "G9207-02")]
    [InlineData("query")]
    [InlineData("fragment")]
    [InlineData("form_post")]
    public async Task An_error_names_the_configured_issuer(string mode)
    {
        var request = _provider.RelyingParty().Request().With("prompt", "none").With("response_mode", mode);
        var callback = (await _provider.NewBrowser().GoAsync($"/connect/authorize?{request.Query}")).ExpectCallback();
        Assert.Equal("login_required", callback.Error);
        Assert.Equal(FixedIssuer, callback.Issuer);
    }

    [Fact]
    [Trait("Conformance", "G9207-06")]
    [Trait("Conformance", "BCP-40")]
    public async Task An_issuer_may_have_a_path()
    {
        const string WithPath = FixedIssuer + "/one";
        await using var provider = await Provider.StartAsync(settings => settings.With("Issuer", WithPath));
        var document = await provider.Http.GetFromJsonAsync<JsonObject>("/.well-known/oauth-authorization-server/one");
        Assert.Equal(WithPath, (string?)document!["issuer"]);
        var request = provider.RelyingParty().Request().With("prompt", "none");
        var callback = (await provider.NewBrowser().GoAsync($"/one/connect/authorize?{request.Query}")).ExpectCallback();
        Assert.Equal(WithPath, callback.Issuer);
    }

    [Fact]
    [Trait("Conformance", "BCP-40")]
    public async Task Metadata_of_another_path_does_not_exist()
    {
        using var answer = await _provider.Http.GetAsync("/.well-known/oauth-authorization-server/other");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    [Trait("Conformance", "J-65")]
    public async Task A_query_does_not_change_the_document()
    {
        var plain = await _provider.Http.GetFromJsonAsync<JsonObject>("/.well-known/openid-configuration");
        var queried = await _provider.Http.GetFromJsonAsync<JsonObject>("/.well-known/openid-configuration?issuer=https://attacker.example");
        Assert.Equal(plain!.ToJsonString(), queried!.ToJsonString());
    }
}
