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

    /// <summary>Who did it: a kind of <see cref="Accounts.AuditActors"/>; null: nobody who was known to be anybody, or the provider itself.</summary>
    public string? ActorType { get; set; }

    public string? ActorId { get; set; }

    /// <summary>What it was done to: a kind of <see cref="Accounts.AuditTargets"/>; null: nothing in particular.</summary>
    public string? TargetType { get; set; }

    public string? TargetId { get; set; }

    /// <summary>What changed, as it was, in JSON; null: nothing changed, or it was not there.</summary>
    public string? Before { get; set; }

    /// <summary>What changed, as it became, in JSON; null: nothing changed, or it is gone.</summary>
    public string? After { get; set; }

    /// <summary>The IP address it came from.</summary>
    public string? Address { get; set; }

    public required string Detail { get; set; }

    /// <summary>Its place in the chain, from 1 without a gap; null: it is not yet sealed.</summary>
    public long? Sequence { get; set; }

    /// <summary>SHA-256 over all of the above and the hash of the event before it, in hexadecimal; null: it is not yet sealed.</summary>
    public string? Hash { get; set; }
}
