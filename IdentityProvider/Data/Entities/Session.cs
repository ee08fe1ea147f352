namespace IdentityProvider.Data.Entities;

/// <summary>A user who signed in: in a browser, or through a grant of a first-party client.</summary>
public sealed class Session
{
    /// <summary>The <c>sid</c> claim.</summary>
    public required string Id { get; set; }

    public required Guid UserId { get; set; }

    /// <summary>The client whose grant made the session; null: a browser's.</summary>
    public string? ClientId { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the user last proved who they are: <c>auth_time</c>.</summary>
    public required DateTimeOffset AuthTime { get; set; }

    public required DateTimeOffset LastSeenAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When it was ended, by the user or for them; null: it was not, though it may have run out.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public string? EndReason { get; set; }

    /// <summary>The IP address it came from.</summary>
    public string? Address { get; set; }

    public string? UserAgent { get; set; }

    /// <summary>How the user proved who they are (RFC 8176), separated by spaces.</summary>
    public string Amr { get; set; } = "";

    public string? Acr { get; set; }
}
