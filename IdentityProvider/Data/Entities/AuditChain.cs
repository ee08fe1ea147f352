namespace IdentityProvider.Data.Entities;

/// <summary>Where the chain of sealed <see cref="AuditEvent"/>s ends, and from where on it is kept. One row; who seals holds its lock.</summary>
public sealed class AuditChain
{
    /// <summary>The one row's.</summary>
    public const int TheOne = 1;

    public int Id { get; set; } = TheOne;

    /// <summary>Of the last sealed event; 0: there is none.</summary>
    public long Sequence { get; set; }

    /// <summary>Of the last sealed event.</summary>
    public required string Hash { get; set; }

    /// <summary>Events up to this one were removed because they were old enough; 0: none was.</summary>
    public long CutSequence { get; set; }

    /// <summary>The hash of the last event that was removed: what the first one that is kept continues.</summary>
    public required string CutHash { get; set; }
}
