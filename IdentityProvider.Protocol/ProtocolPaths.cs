namespace IdentityProvider.Protocol;

/// <summary>Where the endpoints are, below the issuer.</summary>
public static class ProtocolPaths
{
    public const string Discovery = "/.well-known/openid-configuration";
    public const string AuthorizationServerMetadata = "/.well-known/oauth-authorization-server";
    public const string Jwks = "/.well-known/jwks.json";
    public const string Authorize = "/connect/authorize";
    public const string AuthorizeResume = "/connect/authorize/resume";
    public const string Token = "/connect/token";
    public const string UserInfo = "/connect/userinfo";
    public const string Introspection = "/connect/introspect";
    public const string Revocation = "/connect/revocation";
    public const string EndSession = "/connect/endsession";
}
