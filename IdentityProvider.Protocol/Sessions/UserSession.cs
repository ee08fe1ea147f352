namespace IdentityProvider.Protocol.Sessions;

/// <summary>A user who has signed in: who, when, how. One browser has at most one; a custom grant makes its own.</summary>
public sealed record UserSession
{
    /// <summary>The <c>sid</c> claim (OIDC Front-Channel Logout 3): random, new with every sign-in of another user.</summary>
    public required string SessionId { get; init; }

    /// <summary>The <c>sub</c> claim.</summary>
    public required string Subject { get; init; }

    /// <summary>When the user last proved who they are: <c>auth_time</c>.</summary>
    public required DateTimeOffset AuthTime { get; init; }

    /// <summary>How (RFC 8176): <c>pwd</c>, <c>sms</c>, <c>otp</c>.</summary>
    public IReadOnlyList<string> Amr { get; init; } = [];

    /// <summary>The authentication context class that was reached; null: none to speak of.</summary>
    public string? Acr { get; init; }
}
