namespace IdentityProvider.Data.Entities;

/// <summary>How many codes one counter had in one hour, or how many of them were verified on one day.</summary>
public sealed class CodeCount
{
    /// <summary>What is counted: <c>from:network</c>, <c>country:MM</c>, <c>dial:95</c>, <c>all</c>; with <c>:days</c> at its end the row is about a day.</summary>
    public required string Key { get; set; }

    /// <summary>The beginning of the hour, or day, in UTC.</summary>
    public required DateTimeOffset Start { get; set; }

    /// <summary>Codes that were asked for.</summary>
    public int Codes { get; set; }

    /// <summary>How many of them brought somebody who entered one.</summary>
    public int Verified { get; set; }

    /// <summary>The countries of the numbers, separated by spaces, where they are limited.</summary>
    public string? Countries { get; set; }

    /// <summary>Whether an event has told that the counter is full.</summary>
    public bool Told { get; set; }

    /// <summary>When nothing asks for the row any more.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
}
