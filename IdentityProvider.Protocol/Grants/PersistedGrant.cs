namespace IdentityProvider.Protocol.Grants;

/// <summary>
/// Something the provider has handed out and will be shown again: a code, a refresh token, a reference token, a
/// consent, a request that waits for a page. Stored under the hash of its handle, never under the handle.
/// </summary>
public sealed record PersistedGrant
{
    /// <summary>What it is; one of <see cref="PersistedGrantTypes"/>. Type and key together are unique.</summary>
    public required string Type { get; init; }

    /// <summary>SHA-256 of the handle, base64url (43 characters).</summary>
    public required string Key { get; init; }

    /// <summary>The client it was given to; for a request that waits, the client that asked.</summary>
    public required string ClientId { get; init; }

    /// <summary>The user it speaks for; null where there is none.</summary>
    public string? Subject { get; init; }

    /// <summary>The session (<c>sid</c>) it came from; null where there is none.</summary>
    public string? SessionId { get; init; }

    /// <summary>What ties together all tokens that come from one authorization: a family dies as one. Null where there is none.</summary>
    public string? GrantId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From this instant on it is as if it did not exist, and is removed in time.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was taken; null while it can be. A taken one is kept until it expires, so that its reuse is recognised.</summary>
    public DateTimeOffset? ConsumedAt { get; init; }

    /// <summary>The rest, as JSON of the type's own shape.</summary>
    public required string Data { get; init; }
}

/// <summary>Values of <see cref="PersistedGrant.Type"/>.</summary>
public static class PersistedGrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ReferenceToken = "reference_token";

    /// <summary>Says that a client holds access tokens of a grant that has no refresh token, so that they can be taken back with the consent.</summary>
    public const string Authorization = "authorization";
    public const string Consent = "consent";
    public const string AuthorizationRequest = "authorization_request";
    public const string LogoutRequest = "logout_request";

    /// <summary>Says that access tokens of one grant, or the one of a <c>jti</c>, are no longer good. Lives as long as they might.</summary>
    public const string Revocation = "revocation";
}

/// <summary>Which grants are meant: those that match every member that is set. A filter with none set matches nothing.</summary>
public sealed record PersistedGrantFilter
{
    public string? Type { get; init; }
    public string? Subject { get; init; }
    public string? SessionId { get; init; }
    public string? ClientId { get; init; }
    public string? GrantId { get; init; }
}
