using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Jose;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Discovery;

/// <summary>What the provider can do (OIDC Discovery 3, RFC 8414 2), at both well-known addresses.</summary>
internal sealed class DiscoveryEndpoint(IssuerProvider issuer, IResourceStore resources, IOptions<ProtocolOptions> options)
{
    private volatile Tuple<string, Resources, CachedDocument>? _last;

    /// <summary>Below the issuer (OIDC Discovery 4.1), and nowhere else: another path is another issuer.</summary>
    public Task HandleAsync(HttpContext http) => HandleAsync(http, http.Request.PathBase);

    /// <summary>RFC 8414 3.1: the well-known address stands between the issuer's host and its path, so never below it.</summary>
    public Task HandleInsertedAsync(HttpContext http, string issuerPath) =>
        HandleAsync(http, http.Request.PathBase.HasValue ? null : new PathString("/" + issuerPath).ToUriComponent());

    private async Task HandleAsync(HttpContext http, string? issuerPath)
    {
        var current = issuer.Current;
        if (new Uri(current).AbsolutePath.TrimEnd('/') != issuerPath)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var catalogue = await resources.GetAsync(http.RequestAborted);
        var last = _last;
        if (last is null || last.Item1 != current || !ReferenceEquals(last.Item2, catalogue))
            _last = last = Tuple.Create(current, catalogue, new CachedDocument(Describe(catalogue, http.RequestServices.GetServices<IExtensionGrantValidator>())));
        await last.Item3.WriteAsync(http, options.Value.MetadataCacheLifetime);
    }

    private JsonObject Describe(Resources catalogue, IEnumerable<IExtensionGrantValidator> extensionGrants)
    {
        string[] authMethods = [ClientAuthenticationMethods.ClientSecretBasic, ClientAuthenticationMethods.ClientSecretPost];
        return new JsonObject
        {
            ["issuer"] = issuer.Current,
            ["authorization_endpoint"] = issuer.UriOf(ProtocolPaths.Authorize),
            ["token_endpoint"] = issuer.UriOf(ProtocolPaths.Token),
            ["userinfo_endpoint"] = issuer.UriOf(ProtocolPaths.UserInfo),
            ["jwks_uri"] = issuer.UriOf(ProtocolPaths.Jwks),
            ["introspection_endpoint"] = issuer.UriOf(ProtocolPaths.Introspection),
            ["revocation_endpoint"] = issuer.UriOf(ProtocolPaths.Revocation),
            ["end_session_endpoint"] = issuer.UriOf(ProtocolPaths.EndSession),
            ["scopes_supported"] = Array(ScopesOf(catalogue)),
            ["claims_supported"] = Array(catalogue.IdentityScopes.SelectMany(scope => scope.Claims).Concat(["iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash"]).Distinct().Order(StringComparer.Ordinal)),
            ["response_types_supported"] = Array(["code"]),
            ["response_modes_supported"] = Array(ResponseModes.All),
            ["grant_types_supported"] = Array([GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials, .. extensionGrants.Where(grant => grant.IsOffered).Select(grant => grant.GrantType)]),
            ["subject_types_supported"] = Array(["public"]),
            ["id_token_signing_alg_values_supported"] = Array([SigningAlgorithms.RS256, SigningAlgorithms.ES256]),
            ["token_endpoint_auth_methods_supported"] = Array([.. authMethods, ClientAuthenticationMethods.None]),
            ["introspection_endpoint_auth_methods_supported"] = Array(authMethods),
            ["revocation_endpoint_auth_methods_supported"] = Array([.. authMethods, ClientAuthenticationMethods.None]),
            ["code_challenge_methods_supported"] = Array([ProofKey.Method]),
            ["prompt_values_supported"] = Array(PromptValues.All),
            ["display_values_supported"] = Array(DisplayValues.All),
            ["acr_values_supported"] = Array(options.Value.AcrValuesSupported),
            ["claim_types_supported"] = Array(["normal"]),
            ["claims_parameter_supported"] = true,
            ["request_parameter_supported"] = false,
            // Its default would be true (OIDC Discovery 3).
            ["request_uri_parameter_supported"] = false,
            ["authorization_response_iss_parameter_supported"] = true,
        };
    }

    private static IEnumerable<string> ScopesOf(Resources catalogue) =>
    [
        .. catalogue.IdentityScopes.Select(scope => scope.Name).OrderBy(name => name != StandardScopes.OpenId).ThenBy(name => name, StringComparer.Ordinal),
        StandardScopes.OfflineAccess,
        .. catalogue.ApiScopes.Select(scope => scope.Name).Order(StringComparer.Ordinal),
    ];

    private static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
