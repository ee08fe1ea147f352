namespace IdentityProvider.Protocol.Events;

/// <summary>Hears what happened, for audit and statistics. The host may supply any number; none is needed.</summary>
public interface IEventSink
{
    /// <summary>Called on the request's path: be quick, don't throw.</summary>
    ValueTask RaiseAsync(ProtocolEvent what, CancellationToken cancellationToken);
}

/// <summary>Something worth remembering. Never carries a code, a token or a secret.</summary>
/// <param name="Name">What happened; one of <see cref="ProtocolEvents"/>.</param>
/// <param name="ClientId">The client concerned; null where there is none.</param>
/// <param name="Subject">The user concerned; null where there is none.</param>
/// <param name="Detail">One plain sentence.</param>
public sealed record ProtocolEvent(string Name, string? ClientId, string? Subject, string Detail);

/// <summary>Values of <see cref="ProtocolEvent.Name"/>.</summary>
public static class ProtocolEvents
{
    public const string RefreshTokenReused = "refresh_token_reused";
    public const string AuthorizationCodeReused = "authorization_code_reused";
    public const string ClientAuthenticationFailed = "client_authentication_failed";
    public const string ConsentGiven = "consent_given";
}
