namespace IdentityProvider.Data.Entities;

/// <summary>What a number has used up today for one purpose, over all claims on it together.</summary>
public sealed class OneTimeCodeLimit
{
    /// <summary>E.164, with the plus sign.</summary>
    public required string Phone { get; set; }

    public required string Purpose { get; set; }

    /// <summary>The day in UTC; the next one starts at zero.</summary>
    public required DateOnly Day { get; set; }

    public int CodesSent { get; set; }

    public int WrongGuesses { get; set; }

    public bool Blocked { get; set; }

    public DateTimeOffset? LastSentAt { get; set; }
}
