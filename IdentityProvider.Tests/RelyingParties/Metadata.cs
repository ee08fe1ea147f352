using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>The provider's discovery document and its keys.</summary>
public sealed class Metadata
{
    private readonly HttpClient _http;

    private Metadata(HttpClient http, JsonObject document)
    {
        _http = http;
        Document = document;
    }

    public JsonObject Document { get; }

    public string Issuer => this["issuer"];

    public string AuthorizationEndpoint => this["authorization_endpoint"];

    public string TokenEndpoint => this["token_endpoint"];

    public string UserInfoEndpoint => this["userinfo_endpoint"];

    public string IntrospectionEndpoint => this["introspection_endpoint"];

    public string RevocationEndpoint => this["revocation_endpoint"];

    public string EndSessionEndpoint => this["end_session_endpoint"];

    public string JwksUri => this["jwks_uri"];

    public string this[string member] => (string?)Document[member] ?? throw new Xunit.Sdk.XunitException($"The metadata has no {member}: {Document}");

    public static async Task<Metadata> FetchAsync(Provider provider) =>
        new(provider.Http, (await provider.Http.GetFromJsonAsync<JsonObject>("/.well-known/openid-configuration"))!);

    /// <summary>The keys as they are published now, read by a library that is not ours.</summary>
    public async Task<IList<SecurityKey>> SigningKeysAsync() => new JsonWebKeySet(await _http.GetStringAsync(JwksUri)).GetSigningKeys();
}
