using System.Globalization;

namespace IdentityProvider.Pages;

/// <summary>How long to wait, in words.</summary>
internal static class WaitingTime
{
    public static string Sentence(TimeSpan? wait) => wait is { } time && time > TimeSpan.Zero ? $" Try again in {Words(time)}." : "";

    /// <summary>Whole units, rounded up: nobody should come back too early.</summary>
    public static string Words(TimeSpan time) => time.TotalSeconds switch
    {
        <= 90 => Count(time.TotalSeconds, "second"),
        <= 90 * 60 => Count(time.TotalMinutes, "minute"),
        <= 48 * 60 * 60 => Count(time.TotalHours, "hour"),
        _ => Count(time.TotalDays, "day"),
    };

    public static string Seconds(TimeSpan time) => Math.Max(0, Math.Ceiling(time.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);

    private static string Count(double amount, string unit)
    {
        var whole = (int)Math.Max(1, Math.Ceiling(amount));
        return string.Create(CultureInfo.InvariantCulture, $"{whole} {unit}{(whole == 1 ? "" : "s")}");
    }
}
