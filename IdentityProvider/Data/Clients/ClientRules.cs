using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Data.Clients;

/// <summary>What must hold of a client, wherever it comes from.</summary>
internal static class ClientRules
{
    private const int LongestAccessToken = 86400;
    private static readonly string[] Grants = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials];

    /// <summary>Every rule that the client breaks, as a sentence that begins with the member.</summary>
    public static IEnumerable<string> Check(Client client, bool hasSecret, Func<string, bool> knowsScope, bool anyHttp) =>
        CheckIdentity(client, hasSecret)
            .Concat(CheckGrants(client))
            .Concat(CheckUris(client, anyHttp))
            .Concat(CheckChoices(client))
            .Concat(Words(client.Scope).Where(scope => !knowsScope(scope)).Select(scope => $"scope: \"{scope}\" is not known"));

    private static IEnumerable<string> CheckIdentity(Client client, bool hasSecret)
    {
        // RFC 6749 A.1: printable ASCII.
        if (client.ClientId.Length is 0 or > 200 || !client.ClientId.All(character => character is >= ' ' and <= '~'))
            yield return "client_id: must be 1 to 200 printable ASCII characters";

        if (client.TokenEndpointAuthMethod is not
            (ClientAuthenticationMethods.ClientSecretBasic or ClientAuthenticationMethods.ClientSecretPost or ClientAuthenticationMethods.None))
            yield return $"token_endpoint_auth_method: \"{client.TokenEndpointAuthMethod}\" is not client_secret_basic, client_secret_post or none";
        else if (client.IsPublic && hasSecret)
            yield return "client_secret: a client whose token_endpoint_auth_method is none is public and has no secret";
        else if (!client.IsPublic && !hasSecret)
            yield return "client_secret: is missing; a client without one has the token_endpoint_auth_method none";
    }

    private static IEnumerable<string> CheckGrants(Client client)
    {
        foreach (var grant in client.GrantTypes.Where(grant => !Grants.Contains(grant)))
            if (!Uri.TryCreate(grant, UriKind.Absolute, out var uri) || uri.IsFile)
                yield return $"grant_types: \"{grant}\" is neither known nor an absolute URI";
            else if (IsAccountGrant(grant) && !client.FirstParty)
                yield return $"grant_types: \"{grant}\" is for clients with first_party only, since they see the password";

        if (client.IsPublic && client.GrantTypes.Contains(GrantTypes.ClientCredentials))
            yield return "grant_types: client_credentials is for clients that authenticate (RFC 6749 4.4)";
        if (client.GrantTypes.Contains(GrantTypes.AuthorizationCode) && client.RedirectUris.Count == 0)
            yield return "redirect_uris: authorization_code needs at least one";
        foreach (var type in client.ResponseTypes.Where(type => type != "code"))
            yield return $"response_types: \"{type}\" is not code";
    }

    private static bool IsAccountGrant(string grant) => grant.StartsWith("urn:identityprovider:grant:", StringComparison.Ordinal);

    private static IEnumerable<string> CheckUris(Client client, bool anyHttp)
    {
        foreach (var uri in client.RedirectUris)
            if (RedirectUriRules.Check(uri, anyHttp) is { } wrong)
                yield return $"redirect_uris: \"{uri}\" {wrong}";
        foreach (var uri in client.PostLogoutRedirectUris)
            if (RedirectUriRules.Check(uri, anyHttp) is { } wrong)
                yield return $"post_logout_redirect_uris: \"{uri}\" {wrong}";
        foreach (var origin in client.AllowedCorsOrigins.Where(origin => Origins.Of(origin) != origin))
            yield return $"allowed_cors_origins: \"{origin}\" is not an origin (scheme, host and port, in lower case, nothing after)";

        (string Member, string? Uri)[] links =
        [
            ("client_uri", client.ClientUri), ("logo_uri", client.LogoUri), ("policy_uri", client.PolicyUri), ("tos_uri", client.TosUri),
        ];
        foreach (var (member, uri) in links)
            if (uri is not null && Origins.Of(uri) is null)
                yield return $"{member}: \"{uri}\" is not an http or https URI";
    }

    private static IEnumerable<string> CheckChoices(Client client)
    {
        if (client.ApplicationType is not ("web" or "native"))
            yield return $"application_type: \"{client.ApplicationType}\" is not web or native";
        if (client.IdTokenSignedResponseAlg is not ("RS256" or "ES256"))
            yield return $"id_token_signed_response_alg: \"{client.IdTokenSignedResponseAlg}\" is not RS256 or ES256";
        if (client.AccessTokenFormat is not (AccessTokenFormats.Jwt or AccessTokenFormats.Reference))
            yield return $"access_token_format: \"{client.AccessTokenFormat}\" is not jwt or reference";
        if (client.AccessTokenLifetime is < 1 or > LongestAccessToken)
            yield return $"access_token_lifetime: must be 1 to {LongestAccessToken} seconds";
        if (client.RefreshTokenLifetime is < 1)
            yield return "refresh_token_lifetime: must be at least 1 second";
        if (client.DefaultMaxAge is < 0)
            yield return "default_max_age: must not be negative";
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
