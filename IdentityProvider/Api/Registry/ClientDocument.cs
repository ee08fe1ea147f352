using System.Text.Json.Serialization;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Api.Registry;

/// <summary>A client: RFC 7591 metadata under its registered names, and a few members of our own. What is null is left out.</summary>
internal sealed record ClientDocument : EntryDocument
{
    /// <summary>Its identifier.</summary>
    [JsonPropertyName("client_id")]
    public string ClientId { get; init; } = "";

    /// <summary>When it was registered, in seconds since 1970; left out where it is not in the database.</summary>
    [JsonPropertyName("client_id_issued_at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ClientIdIssuedAt { get; init; }

    /// <summary>The secret that was made by this call. It is shown now and never again.</summary>
    [JsonPropertyName("client_secret"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientSecret { get; init; }

    /// <summary>Beside a secret: 0, since it does not expire by itself.</summary>
    [JsonPropertyName("client_secret_expires_at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ClientSecretExpiresAt { get; init; }

    [JsonPropertyName("client_name"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientName { get; init; }

    [JsonPropertyName("client_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientUri { get; init; }

    [JsonPropertyName("logo_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LogoUri { get; init; }

    [JsonPropertyName("policy_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PolicyUri { get; init; }

    [JsonPropertyName("tos_uri"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TosUri { get; init; }

    [JsonPropertyName("redirect_uris")]
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    [JsonPropertyName("post_logout_redirect_uris")]
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    [JsonPropertyName("grant_types")]
    public IReadOnlyList<string> GrantTypes { get; init; } = [];

    [JsonPropertyName("response_types")]
    public IReadOnlyList<string> ResponseTypes { get; init; } = [];

    [JsonPropertyName("token_endpoint_auth_method")]
    public string TokenEndpointAuthMethod { get; init; } = "";

    [JsonPropertyName("scope")]
    public string Scope { get; init; } = "";

    [JsonPropertyName("application_type")]
    public string ApplicationType { get; init; } = "";

    [JsonPropertyName("id_token_signed_response_alg")]
    public string IdTokenSignedResponseAlg { get; init; } = "";

    [JsonPropertyName("default_max_age"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? DefaultMaxAge { get; init; }

    [JsonPropertyName("first_party")]
    public bool FirstParty { get; init; }

    [JsonPropertyName("require_consent"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? RequireConsent { get; init; }

    [JsonPropertyName("require_pkce"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? RequirePkce { get; init; }

    [JsonPropertyName("access_token_format")]
    public string AccessTokenFormat { get; init; } = "";

    [JsonPropertyName("access_token_lifetime"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AccessTokenLifetime { get; init; }

    [JsonPropertyName("refresh_token_lifetime"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? RefreshTokenLifetime { get; init; }

    [JsonPropertyName("allowed_cors_origins")]
    public IReadOnlyList<string> AllowedCorsOrigins { get; init; } = [];

    [JsonPropertyName("enabled")]
    public bool Enabled { get; init; }

    /// <summary>Its secrets, the newest first; an old one goes with the next rotation.</summary>
    [JsonPropertyName("secrets")]
    public IReadOnlyList<SecretDocument> Secrets { get; init; } = [];

    public static ClientDocument Of(CatalogEntry<Client> entry, NewSecret? secret) => Of(entry.Value) with
    {
        ClientIdIssuedAt = entry.CreatedAt?.ToUnixTimeSeconds(),
        ClientSecret = secret?.Value,
        ClientSecretExpiresAt = secret is null ? null : 0,
        Secrets = SecretDocument.Of(entry.Secrets),
        Source = EntrySources.Of(entry.Source),
        UpdatedAt = entry.UpdatedAt,
    };

    private static ClientDocument Of(Client client) => new()
    {
        ClientId = client.ClientId,
        ClientName = client.ClientName,
        ClientUri = client.ClientUri,
        LogoUri = client.LogoUri,
        PolicyUri = client.PolicyUri,
        TosUri = client.TosUri,
        RedirectUris = client.RedirectUris,
        PostLogoutRedirectUris = client.PostLogoutRedirectUris,
        GrantTypes = client.GrantTypes,
        ResponseTypes = client.ResponseTypes,
        TokenEndpointAuthMethod = client.TokenEndpointAuthMethod,
        Scope = client.Scope,
        ApplicationType = client.ApplicationType,
        IdTokenSignedResponseAlg = client.IdTokenSignedResponseAlg,
        DefaultMaxAge = client.DefaultMaxAge,
        FirstParty = client.FirstParty,
        RequireConsent = client.RequireConsent,
        RequirePkce = client.RequirePkce,
        AccessTokenFormat = client.AccessTokenFormat,
        AccessTokenLifetime = client.AccessTokenLifetime,
        RefreshTokenLifetime = client.RefreshTokenLifetime,
        AllowedCorsOrigins = client.AllowedCorsOrigins,
        Enabled = client.Enabled,
    };
}
