using System.Text.Json.Serialization;
using IdentityProvider.Protocol.Grants;

namespace IdentityProvider.Protocol.Clients;

/// <summary>
/// A registered client: RFC 7591 client metadata under its registered names, and a few members of our own.
/// The same model whether it comes from a file, from administration or from dynamic registration.
/// </summary>
public sealed record Client
{
    /// <summary>The client's identifier, as it stands in every request (RFC 6749 2.2).</summary>
    [JsonRequired]
    public string ClientId { get; init; } = "";

    /// <summary>Secrets that are valid side by side, so that one can be rotated without an outage. Hashes only.</summary>
    [JsonIgnore]
    public IReadOnlyList<ClientSecret> Secrets { get; init; } = [];

    /// <summary>
    /// When the identifier was issued (RFC 7591 3.2.1), to the millisecond; null: nobody knows. An access token names it: one that names another time was
    /// issued to a former client of the same name, and does not count.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>The name people see on the consent page. Default: the identifier.</summary>
    public string? ClientName { get; init; }

    /// <summary>The client's home page.</summary>
    public string? ClientUri { get; init; }

    /// <summary>A picture for the consent page.</summary>
    public string? LogoUri { get; init; }

    /// <summary>The client's privacy policy.</summary>
    public string? PolicyUri { get; init; }

    /// <summary>The client's terms of service.</summary>
    public string? TosUri { get; init; }

    /// <summary>Where an authorization response may go. Compared as strings (RFC 9700 2.1), but for the port of a loopback URI (RFC 8252 7.3).</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Where the browser may go after logout. Compared as strings (RP-Initiated Logout 3).</summary>
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>The grants the client may use. Default: <c>authorization_code</c>.</summary>
    public IReadOnlyList<string> GrantTypes { get; init; } = [Protocol.GrantTypes.AuthorizationCode];

    /// <summary>The response types the client may ask for. Default: <c>code</c>, the only one there is here.</summary>
    public IReadOnlyList<string> ResponseTypes { get; init; } = ["code"];

    /// <summary>
    /// <c>client_secret_basic</c> (the default), <c>client_secret_post</c> or <c>none</c>. The two with a secret are
    /// taken for one another; <c>none</c> makes the client public.
    /// </summary>
    public string TokenEndpointAuthMethod { get; init; } = ClientAuthenticationMethods.ClientSecretBasic;

    /// <summary>The scopes the client may ask for, separated by spaces.</summary>
    public string Scope { get; init; } = "openid";

    /// <summary><c>web</c> (the default) or <c>native</c>.</summary>
    public string ApplicationType { get; init; } = "web";

    /// <summary>How ID tokens of this client are signed: <c>RS256</c> (the default) or <c>ES256</c>.</summary>
    public string IdTokenSignedResponseAlg { get; init; } = "RS256";

    /// <summary>Seconds since the last sign-in after which the user signs in again; null: no limit.</summary>
    public long? DefaultMaxAge { get; init; }

    /// <summary>A client of the provider's own house: it may use the account grants and needs no consent. Default: false.</summary>
    public bool FirstParty { get; init; }

    /// <summary>Whether the user is asked for consent. Default: true, but for a first-party client.</summary>
    public bool? RequireConsent { get; init; }

    /// <summary>Whether PKCE is demanded. Default: only of a public client, which can't do without it (RFC 9700 2.1.1).</summary>
    public bool? RequirePkce { get; init; }

    /// <summary><c>jwt</c> (RFC 9068, the default) or <c>reference</c>.</summary>
    public string AccessTokenFormat { get; init; } = AccessTokenFormats.Jwt;

    /// <summary>Seconds an access token lives; 1 to 86400. Default: the provider's (3600).</summary>
    public int? AccessTokenLifetime { get; init; }

    /// <summary>Seconds a family of refresh tokens lives, however often it is refreshed. Default: the provider's (30 days).</summary>
    public int? RefreshTokenLifetime { get; init; }

    /// <summary>Origins of browser apps that may call the token, userinfo and revocation endpoints, beside those of the redirect URIs.</summary>
    public IReadOnlyList<string> AllowedCorsOrigins { get; init; } = [];

    /// <summary>A disabled client is answered like an unknown one. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether the client can't keep a secret.</summary>
    [JsonIgnore]
    public bool IsPublic => TokenEndpointAuthMethod == ClientAuthenticationMethods.None;

    [JsonIgnore]
    public bool NeedsPkce => IsPublic || RequirePkce == true;

    [JsonIgnore]
    public bool NeedsConsent => RequireConsent ?? !FirstParty;

    [JsonIgnore]
    public string DisplayName => string.IsNullOrWhiteSpace(ClientName) ? ClientId : ClientName;
}

/// <summary>One secret of a client or an API.</summary>
/// <param name="Hash">SHA-256 of the secret, base64url. Secrets are random, so one fast hash is enough.</param>
/// <param name="ExpiresAt">When it stops being valid; null: never.</param>
public sealed record ClientSecret(string Hash, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Whether what was presented is one of these and still valid, in a time that tells nothing about which.</summary>
    internal static bool IsOneOf(IReadOnlyList<ClientSecret> secrets, string presented, DateTimeOffset now)
    {
        var hash = RandomHandle.Hash(presented);
        var right = false;
        foreach (var secret in secrets)
            right |= RandomHandle.FixedTimeEquals(secret.Hash, hash) && (secret.ExpiresAt is null || secret.ExpiresAt > now);
        return right;
    }
}

/// <summary>Values of <see cref="Client.TokenEndpointAuthMethod"/> (RFC 7591 2).</summary>
public static class ClientAuthenticationMethods
{
    public const string ClientSecretBasic = "client_secret_basic";
    public const string ClientSecretPost = "client_secret_post";
    public const string None = "none";
}

/// <summary>Values of <see cref="Client.AccessTokenFormat"/>.</summary>
public static class AccessTokenFormats
{
    public const string Jwt = "jwt";
    public const string Reference = "reference";
}
