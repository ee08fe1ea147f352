namespace IdentityProvider.Protocol;

/// <summary>The registered grant types (RFC 6749). Extension grants bring their own names.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ClientCredentials = "client_credentials";
}
