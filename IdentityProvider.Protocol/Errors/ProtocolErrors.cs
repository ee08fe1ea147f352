namespace IdentityProvider.Protocol.Errors;

/// <summary>Every error that goes over the wire, under its registered code.</summary>
internal static class ProtocolErrors
{
    /// <summary>Only ever on the error page: the way back to the client is gone with the request.</summary>
    public static ProtocolError RequestExpired { get; } =
        new(ProtocolErrorFeature.RequestExpired, "This sign-in has expired, is finished already, or was begun in another browser. Go back to the app and start again.");

    // RFC 6749 4.1.2.1 and 5.2
    public static ProtocolError InvalidRequest(string description) => new("invalid_request", description);
    public static ProtocolError InvalidGrant(string description) => new("invalid_grant", description);
    public static ProtocolError InvalidScope(string description) => new("invalid_scope", description);
    public static ProtocolError AccessDenied(string description) => new("access_denied", description);
    public static ProtocolError UnauthorizedClient(string description) => new("unauthorized_client", description);
    public static ProtocolError UnsupportedGrantType(string description) => new("unsupported_grant_type", description);
    public static ProtocolError UnsupportedResponseType(string description) => new("unsupported_response_type", description);

    public static ProtocolError ServerError { get; } =
        new("server_error", "The provider ran into an unexpected condition. Try again; the operator finds the reason in the log.", 500);

    /// <summary>One answer for every way in which a client fails to authenticate, so that it tells nothing apart.</summary>
    public static ProtocolError InvalidClient { get; } =
        new("invalid_client", "Client authentication failed: check client_id, the secret and the authentication method.", 401);

    /// <summary>One answer for every code that is not good, so that it tells nothing apart.</summary>
    public static ProtocolError CodeNotGood { get; } =
        InvalidGrant("The authorization code is unknown, expired, already used or not meant for this request.");

    /// <summary>One answer for every refresh token that is not good, so that it tells nothing apart.</summary>
    public static ProtocolError RefreshTokenNotGood { get; } =
        InvalidGrant("The refresh token is unknown, expired, revoked or not meant for this client.");

    public static ProtocolError UserNotActive { get; } =
        InvalidGrant("The user may no longer sign in, or their session has ended.");

    // OpenID Connect Core 3.1.2.6
    public static ProtocolError LoginRequired { get; } = new("login_required", "The user has to sign in.");
    public static ProtocolError ConsentRequired { get; } = new("consent_required", "The user has to give consent.");
    public static ProtocolError AccountSelectionRequired { get; } = new("account_selection_required", "The user has to choose an account.");
    public static ProtocolError RequestNotSupported { get; } = new("request_not_supported", "Request objects are not supported: send plain parameters.");
    public static ProtocolError RequestUriNotSupported { get; } = new("request_uri_not_supported", "request_uri is not supported: send plain parameters.");
    public static ProtocolError RegistrationNotSupported { get; } = new("registration_not_supported", "The registration parameter is not supported.");

    // OpenID Connect Core Error Code unmet_authentication_requirements 1.0
    public static ProtocolError UnmetAuthenticationRequirements { get; } =
        new("unmet_authentication_requirements", "The authentication context class that the request demands is not available.");

    // RFC 6750 3.1
    public static ProtocolError InvalidToken { get; } = new("invalid_token", "The access token is unknown, expired, revoked or not meant for this endpoint.", 401);
    public static ProtocolError InsufficientScope { get; } = new("insufficient_scope", "The access token does not have the scope this endpoint needs.", 403);
}
