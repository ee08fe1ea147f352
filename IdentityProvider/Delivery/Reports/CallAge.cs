using System.Globalization;

namespace IdentityProvider.Delivery.Reports;

/// <summary>
/// How old a signed call may be. Both vendors repeat for 24 hours what was not taken, and neither says that a repetition is
/// signed anew; a younger replay is harmless, for states only move forward.
/// </summary>
internal static class CallAge
{
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(25);
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    /// <param name="timestamp">Seconds since 1970, as the vendor signed it.</param>
    /// <param name="now">The time here.</param>
    public static bool IsFresh(string? timestamp, DateTimeOffset now)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return false;
        var signedAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return signedAt > now - Oldest && signedAt < now + ClocksDiffer;
    }
}
