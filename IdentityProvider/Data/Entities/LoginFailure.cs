namespace IdentityProvider.Data.Entities;

/// <summary>Wrong passwords for one identifier, from one network or from all of them together.</summary>
public sealed class LoginFailure
{
    /// <summary><c>identifier-hash|network</c>, or <c>identifier-hash|*</c>.</summary>
    public required string Key { get; set; }

    public int Failures { get; set; }

    public required DateTimeOffset WindowStart { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>How often it was locked: each lock lasts longer than the one before.</summary>
    public int Locks { get; set; }
}
