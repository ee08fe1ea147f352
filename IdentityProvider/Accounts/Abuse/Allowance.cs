namespace IdentityProvider.Accounts.Abuse;

/// <summary>What the codes of one place (a country, a calling code) came to of late.</summary>
/// <param name="UnverifiedThisHour">Codes of this hour that nobody has entered.</param>
/// <param name="UnverifiedToday">Codes of this day (UTC) that nobody has entered.</param>
/// <param name="VerifiedLately">Verified in this hour and the one before.</param>
/// <param name="VerifiedInADay">Verified in the last 24 hours.</param>
/// <param name="BestDay">Most verified on one day of the last 14, without this one.</param>
public sealed record CodeHistory(int UnverifiedThisHour, int UnverifiedToday, int VerifiedLately, int VerifiedInADay, int BestDay);

/// <summary>
/// How many codes of a place nobody need enter before there are no more. Where people verify their codes it grows with
/// them; a pumping attack verifies next to none.
/// </summary>
public static class Allowance
{
    /// <summary>Days that <see cref="CodeHistory.BestDay"/> looks back.</summary>
    public const int DaysRemembered = 14;

    private const int LeastADay = 20;
    private const double OfVerifiedADay = 0.3;
    private const int LeastAnHour = 3;
    private const double OfVerifiedAnHour = 0.2;
    private const double BusyHours = 6;

    /// <summary>Of a country, a day: at least 20, and 0.3 of those verified, on the best day or in the last 24 hours.</summary>
    public static int ADay(CodeHistory history) => ADay(history, LeastADay);

    /// <summary>A day, with another least number.</summary>
    public static int ADay(CodeHistory history, int least) => Most(least, OfVerifiedADay * history.BestDay, OfVerifiedADay * history.VerifiedInADay);

    /// <summary>Of a country, an hour: at least 3, and 0.2 of those verified, in a sixth of the best day or lately.</summary>
    public static int AnHour(CodeHistory history) =>
        Most(LeastAnHour, OfVerifiedAnHour * history.BestDay / BusyHours, OfVerifiedAnHour * history.VerifiedLately);

    private static int Most(int least, double first, double second) => (int)Math.Max(least, Math.Max(first, second));
}
