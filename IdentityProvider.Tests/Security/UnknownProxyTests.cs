using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Security;

/// <summary>Forwarded headers of a peer that is no known proxy: as if they were not there.</summary>
public sealed class UnknownProxyTests(UnknownProxyTests.OpenToEverybody fixture) : IClassFixture<UnknownProxyTests.OpenToEverybody>
{
    private const string Forged = "198.51.100.66";
    private readonly Provider _provider = fixture.Provider;

    /// <summary>Development, where plain http is served, and a proxy is known that is not the peer of the tests.</summary>
    public sealed class OpenToEverybody : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => settings.With("Proxies:Known:0", "192.0.2.1").With("Proxies:Known:1", "2001:db8::/32");
    }

    [Fact]
    [Trait("Conformance", "BCP-36")]
    public async Task They_change_no_issuer()
    {
        using var request = Forging("/.well-known/openid-configuration");
        using var answer = await _provider.Http.SendAsync(request);
        var document = await answer.ExpectJsonAsync(HttpStatusCode.OK);
        Assert.Equal(_provider.Issuer, (string?)document["issuer"]);
        Assert.Equal(_provider.Issuer + "/connect/token", (string?)document["token_endpoint"]);
    }

    [Fact]
    [Trait("Conformance", "BCP-36")]
    public async Task They_change_no_scheme()
    {
        using var request = Forging("/connect/authorize?" + _provider.RelyingParty().Request().Query);
        using var answer = await _provider.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    [Trait("Conformance", "BCP-36")]
    public async Task They_change_no_address_in_the_list_of_sessions()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var token = await SignInAsync(person);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/account/sessions") { Headers = { Authorization = new("Bearer", token) } };
        using var answer = await _provider.Http.SendAsync(request);
        var addresses = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray().Select(session => (string?)session!["address"]).ToList();
        Assert.NotEmpty(addresses);
        Assert.All(addresses, address => Assert.True(IPAddress.IsLoopback(IPAddress.Parse(address!).MapToIPv4()) || address == "::1", address));
    }

    [Fact]
    [Trait("Conformance", "BCP-36")]
    public async Task They_lift_no_lock()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        for (var network = 0; network < 5; network++)
            Assert.Null(await SignInAsync(person with { Password = "Wrong-horse-7-battery" }, $"198.51.100.{network}"));
        Assert.Null(await SignInAsync(person, "198.51.100.9"));
    }

    /// <summary>The access token; null: refused.</summary>
    private async Task<string?> SignInAsync(Person person, string forgedAddress = Forged)
    {
        using var request = Forging("/connect/token", forgedAddress);
        request.Method = HttpMethod.Post;
        request.Content = new FormUrlEncodedContent(
        [
            new("grant_type", "urn:identityprovider:grant:phone_password"), new("client_id", TestClients.App), new("scope", "openid account"),
            new("phone", person.Phone), new("password", person.Password),
        ]);
        using var answer = await _provider.Http.SendAsync(request);
        return (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"];
    }

    private static HttpRequestMessage Forging(string path, string address = Forged) => new(HttpMethod.Get, path)
    {
        Headers =
        {
            { "X-Forwarded-For", address }, { "X-Forwarded-Proto", "https" }, { "X-Forwarded-Host", "attacker.example" },
            { "X-Forwarded-Prefix", "/attacker" }, { "Forwarded", $"for={address};proto=https;host=attacker.example" }, { "X-Real-IP", address },
        },
    };
}
