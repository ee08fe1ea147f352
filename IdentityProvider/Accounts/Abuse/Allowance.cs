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
    private const int LeastAnHour = 10;
    private const double OfVerified = 0.3;
    private const double BusyHours = 6;
    private const int LeastOfNetwork = 2;
    private const double OfVerifiedOfNetwork = 0.5;

    /// <summary>Of a country, a day: at least 20, and 0.3 of those verified, on the best day or in the last 24 hours.</summary>
    public static int ADay(CodeHistory history) => Most(LeastADay, OfVerified * history.BestDay, OfVerified * history.VerifiedInADay);

    /// <summary>Of a country, an hour: at least 10, and 0.3 of those verified, in a sixth of the best day or lately.</summary>
    public static int AnHour(CodeHistory history) =>
        Most(LeastAnHour, OfVerified * history.BestDay / BusyHours, OfVerified * history.VerifiedLately);

    /// <summary>
    /// Of a country, a day, when the others are used up, for networks that have not used up theirs (<see cref="OfNetwork"/>): as
    /// many as were verified. So an attack does not shut out everybody else, and still comes to an end.
    /// </summary>
    public static int Reserve(CodeHistory history) => Reserve(history, LeastADay);

    /// <summary>Likewise, with another least number.</summary>
    public static int Reserve(CodeHistory history, int least) => Most(least, history.BestDay, history.VerifiedInADay);

    /// <summary>Of a network, a day, from the reserve: at least 2, and half of those verified.</summary>
    public static int OfNetwork(int verifiedToday) => (int)Math.Max(LeastOfNetwork, OfVerifiedOfNetwork * verifiedToday);

    private static int Most(int least, double first, double second) => (int)Math.Max(least, Math.Max(first, second));
}
