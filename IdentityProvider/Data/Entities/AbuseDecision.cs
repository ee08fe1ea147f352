namespace IdentityProvider.Data.Entities;

/// <summary>That a code was refused, and why. The same refusal of one network within a minute is one row.</summary>
public sealed class AbuseDecision
{
    public required Guid Id { get; set; }

    /// <summary>What makes it the same: kind, network and minute. Unique.</summary>
    public required string Key { get; set; }

    /// <summary>The code of the refusal.</summary>
    public required string Kind { get; set; }

    /// <summary>Which counter was full.</summary>
    public required string Counter { get; set; }

    /// <summary>What it stood at.</summary>
    public int Value { get; set; }

    /// <summary>How far it may go.</summary>
    public int Limit { get; set; }

    /// <summary>What the code was for.</summary>
    public required string Purpose { get; set; }

    /// <summary>Calling code and last digits of the first number; null: of several.</summary>
    public string? Phone { get; set; }

    /// <summary>From where; <c>*</c>: from many places, after more rows in an hour than are kept apart.</summary>
    public required string Network { get; set; }

    public required DateTimeOffset FirstAt { get; set; }

    public required DateTimeOffset LastAt { get; set; }

    public int Times { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}
