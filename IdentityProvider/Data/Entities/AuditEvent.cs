namespace IdentityProvider.Data.Entities;

/// <summary>Something that happened and should be remembered. Never holds a code, a token or a secret.</summary>
public sealed class AuditEvent
{
    public required Guid Id { get; set; }

    public required DateTimeOffset At { get; set; }

    public required string Name { get; set; }

    /// <summary>The user concerned. No foreign key: the event outlives the account.</summary>
    public Guid? UserId { get; set; }

    public string? ClientId { get; set; }

    /// <summary>The IP address it came from.</summary>
    public string? Address { get; set; }

    public required string Detail { get; set; }
}
