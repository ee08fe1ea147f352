using IdentityProvider.Data.Model;
using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Clients;

/// <summary>What is wrong with a member of an entry.</summary>
internal readonly record struct WrongMember(string Member, string Sentence);

/// <summary>What must hold of a client, wherever it comes from.</summary>
internal static class ClientRules
{
    private const int LongestAccessToken = 86400;
    private static readonly string[] Grants = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials];

    /// <summary>Every rule that the client breaks.</summary>
    public static IEnumerable<WrongMember> Check(Client client, bool hasSecret, Func<string, bool> knowsScope, bool anyHttp) =>
        CheckIdentity(client, hasSecret)
            .Concat(CheckGrants(client))
            .Concat(ClientUriRules.Check(client, anyHttp))
            .Concat(CheckChoices(client))
            .Concat(ScopeList.Of(client).Where(scope => !knowsScope(scope)).Select(scope => new WrongMember("scope", $"\"{scope}\" is not known.")));

    private static IEnumerable<WrongMember> CheckIdentity(Client client, bool hasSecret)
    {
        // RFC 6749 A.1: printable ASCII.
        if (client.ClientId.Length is 0 or > 200 || !client.ClientId.All(character => character is >= ' ' and <= '~'))
            yield return new("client_id", "Must be 1 to 200 printable ASCII characters.");
        if (client.ClientName is { } name && (name.Length > Lengths.Name || name.Any(char.IsControl)))
            yield return new("client_name", $"Must be at most {Lengths.Name} characters without line breaks.");

        if (client.TokenEndpointAuthMethod is not
            (ClientAuthenticationMethods.ClientSecretBasic or ClientAuthenticationMethods.ClientSecretPost or ClientAuthenticationMethods.None))
            yield return new("token_endpoint_auth_method", $"\"{client.TokenEndpointAuthMethod}\" is not client_secret_basic, client_secret_post or none.");
        else if (client.IsPublic && hasSecret)
            yield return new("client_secret", "A client whose token_endpoint_auth_method is none is public and has no secret.");
        else if (!client.IsPublic && !hasSecret)
            yield return new("client_secret", "It is missing; a client without one has the token_endpoint_auth_method none.");
    }

    private static IEnumerable<WrongMember> CheckGrants(Client client)
    {
        foreach (var grant in client.GrantTypes.Where(grant => !Grants.Contains(grant)))
            if (!IsExtension(grant))
                yield return new("grant_types", $"\"{grant}\" is neither known nor an absolute URI.");
            else if (IsAccountGrant(grant) && !client.FirstParty)
                yield return new("grant_types", $"\"{grant}\" is for clients with first_party only, since they see the password.");

        if (client.IsPublic && client.GrantTypes.Contains(GrantTypes.ClientCredentials))
            yield return new("grant_types", "client_credentials is for clients that authenticate (RFC 6749 4.4), and token_endpoint_auth_method is none.");
        if (client.GrantTypes.Contains(GrantTypes.RefreshToken) && !client.GrantTypes.Any(GivesRefreshTokens))
            yield return new("grant_types", "refresh_token needs a grant by which a user signs in, such as authorization_code: no other gives a refresh token.");
        if (client.GrantTypes.Distinct().Count() != client.GrantTypes.Count)
            yield return new("grant_types", "A grant is named twice.");
        if (client.GrantTypes.Contains(GrantTypes.AuthorizationCode) && client.RedirectUris.Count == 0)
            yield return new("redirect_uris", "authorization_code needs at least one, to which the browser comes back.");
        if (client.GrantTypes.Contains(GrantTypes.AuthorizationCode) && !client.ResponseTypes.Contains("code"))
            yield return new("response_types", "authorization_code needs code.");
        foreach (var type in client.ResponseTypes.Where(type => type != "code"))
            yield return new("response_types", $"\"{type}\" is not code.");
    }

    private static bool IsExtension(string grant) => Uri.TryCreate(grant, UriKind.Absolute, out var uri) && !uri.IsFile;

    private static bool GivesRefreshTokens(string grant) => grant == GrantTypes.AuthorizationCode || (!Grants.Contains(grant) && IsExtension(grant));

    private static bool IsAccountGrant(string grant) => grant.StartsWith("urn:identityprovider:grant:", StringComparison.Ordinal);

    private static IEnumerable<WrongMember> CheckChoices(Client client)
    {
        if (client.ApplicationType is not ("web" or "native"))
            yield return new("application_type", $"\"{client.ApplicationType}\" is not web or native.");
        if (client.IdTokenSignedResponseAlg is not ("RS256" or "ES256"))
            yield return new("id_token_signed_response_alg", $"\"{client.IdTokenSignedResponseAlg}\" is not RS256 or ES256.");
        if (client.AccessTokenFormat is not (AccessTokenFormats.Jwt or AccessTokenFormats.Reference))
            yield return new("access_token_format", $"\"{client.AccessTokenFormat}\" is not jwt or reference.");
        if (client.AccessTokenLifetime is < 1 or > LongestAccessToken)
            yield return new("access_token_lifetime", $"Must be 1 to {LongestAccessToken} seconds.");
        if (client.RefreshTokenLifetime is < 1)
            yield return new("refresh_token_lifetime", "Must be at least 1 second.");
        if (client.DefaultMaxAge is < 0 or > int.MaxValue)
            yield return new("default_max_age", $"Must be 0 to {int.MaxValue} seconds.");
        if (client.IsPublic && client.RequirePkce == false)
            yield return new("require_pkce", "A public client can't do without PKCE (RFC 9700 2.1.1).");
    }
}
