using System.Linq.Expressions;
using IdentityProvider.Accounts.Failures;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Codes;

/// <summary>How often something may be sent to one place for one purpose. Zero is no limit.</summary>
public sealed record SendLimit(int MostPerDay, TimeSpan Delay);

/// <summary>What came of asking for a place among the sendings of the day.</summary>
/// <param name="Refusal">Null: it may be sent.</param>
/// <param name="NextAt">When the next may be sent.</param>
/// <param name="SentToday">How many the day has had.</param>
public sealed record SendPermit(AccountError? Refusal, DateTimeOffset NextAt, int SentToday);

/// <summary>
/// Counts codes, and wrong guesses by those who hold the token, for a number and purpose and day over all claims together. Each count is taken before
/// the deed by one statement that decides under the row's lock, so that any number of requests at once get no more.
/// </summary>
public sealed class CodeLimits(ProviderDbContext db, AccountPolicy policy, TimeProvider clock)
{
    /// <summary>
    /// Waits for whoever has asked for, or entered, something at this place, until their transaction ends. It comes before
    /// every other lock: who proves an identifier writes to the rows of all that claim it, and two who did so in different
    /// orders would wait for one another for ever.
    /// </summary>
    public Task TakeTurnAsync(string place, string purpose, CancellationToken cancellationToken) => LockRowAsync(place, purpose, clock.GetUtcNow(), cancellationToken);

    /// <summary>Takes one of the day's sendings.</summary>
    public async Task<SendPermit> TakeSendAsync(string place, string purpose, SendLimit limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await LockRowAsync(place, purpose, now, cancellationToken);

        var (afterFirst, afterSecond, afterThird, later) =
            (now - Delay(limit, 1), now - Delay(limit, 2), now - Delay(limit, 3), now - Delay(limit, 4));
        var (mostCodes, mostWrong, noDelay) = (limit.MostPerDay, policy.Otp.MaxWrongPerDay, limit.Delay == TimeSpan.Zero);
        var taken = await db.OneTimeCodeLimits
            .Where(Today(place, purpose, now))
            .Where(row => !row.Blocked && (mostWrong == 0 || row.WrongGuesses < mostWrong) && (mostCodes == 0 || row.CodesSent < mostCodes))
            .Where(row => noDelay || row.LastSentAt == null
                || (row.CodesSent <= 1 && row.LastSentAt <= afterFirst)
                || (row.CodesSent == 2 && row.LastSentAt <= afterSecond)
                || (row.CodesSent == 3 && row.LastSentAt <= afterThird)
                || (row.CodesSent > 3 && row.LastSentAt <= later))
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.CodesSent, row => row.CodesSent + 1)
                .SetProperty(row => row.LastSentAt, now), cancellationToken);

        var state = await db.OneTimeCodeLimits.AsNoTracking().SingleAsync(Today(place, purpose, now), cancellationToken);
        var (reason, nextAt) = Next(state, limit, now);
        return new SendPermit(taken == 1 ? null : reason ?? AccountErrors.OtpResendDelay(TimeSpan.FromSeconds(1)), nextAt, state.CodesSent);
    }

    /// <summary>Takes one of the day's wrong guesses, before the code is looked at; a right one gives it back. Null: taken.</summary>
    public async Task<AccountError?> TakeGuessAsync(string phone, string purpose, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await LockRowAsync(phone, purpose, now, cancellationToken);
        var most = policy.Otp.MaxWrongPerDay;
        var taken = await db.OneTimeCodeLimits
            .Where(Today(phone, purpose, now))
            .Where(row => !row.Blocked && (most == 0 || row.WrongGuesses < most))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.WrongGuesses, row => row.WrongGuesses + 1), cancellationToken);
        return taken == 1 ? null : AccountErrors.OtpBlocked(UntilTomorrow(now));
    }

    /// <summary>The guess was none: the code had been redeemed a moment before.</summary>
    public Task GiveGuessBackAsync(string phone, string purpose, CancellationToken cancellationToken) =>
        db.OneTimeCodeLimits
            .Where(Today(phone, purpose, clock.GetUtcNow()))
            .Where(row => row.WrongGuesses > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.WrongGuesses, row => row.WrongGuesses - 1), cancellationToken);

    /// <summary>A right code: whoever holds the number is there, so the day starts anew.</summary>
    public Task ResetAsync(string phone, string purpose, CancellationToken cancellationToken) =>
        db.OneTimeCodeLimits
            .Where(Today(phone, purpose, clock.GetUtcNow()))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.WrongGuesses, 0).SetProperty(row => row.CodesSent, 0), cancellationToken);

    /// <summary>
    /// Somebody came with a token that is not of this number and purpose. No code could be right with it, so it is counted
    /// for their network alone: else anybody could block anybody. Where the policy wants that, it blocks the number for the
    /// day. The refusal; null: it was counted, and the day goes on.
    /// </summary>
    /// <param name="phone">The number they named.</param>
    /// <param name="purpose">The purpose they named.</param>
    /// <param name="source">From where they came.</param>
    /// <param name="mayBlock">Whether a code was ever asked for, so that there is something to block.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    public async Task<AccountError?> CountForeignTokenAsync(
        string phone, string purpose, RequestSource source, bool mayBlock, CancellationToken cancellationToken)
    {
        if (!mayBlock || !policy.Otp.BlockOnForeignToken)
            return await TakeGuessAsync(PlaceOfStrangers(phone, source), purpose, cancellationToken);

        var now = clock.GetUtcNow();
        await LockRowAsync(phone, purpose, now, cancellationToken);
        await db.OneTimeCodeLimits
            .Where(Today(phone, purpose, now))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Blocked, true), cancellationToken);
        return AccountErrors.OtpBlocked(UntilTomorrow(now));
    }

    /// <summary>Why nothing more is looked at for this number and purpose today; null: it is.</summary>
    public async Task<AccountError?> FindBlockAsync(string phone, string purpose, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var most = policy.Otp.MaxWrongPerDay;
        return await db.OneTimeCodeLimits.Where(Today(phone, purpose, now)).AnyAsync(row => row.Blocked || (most > 0 && row.WrongGuesses >= most), cancellationToken)
            ? AccountErrors.OtpBlocked(UntilTomorrow(now))
            : null;
    }

    private (AccountError? Reason, DateTimeOffset NextAt) Next(OneTimeCodeLimit row, SendLimit limit, DateTimeOffset now)
    {
        var untilTomorrow = UntilTomorrow(now);
        if (row.Blocked || (policy.Otp.MaxWrongPerDay > 0 && row.WrongGuesses >= policy.Otp.MaxWrongPerDay))
            return (AccountErrors.OtpBlocked(untilTomorrow), now + untilTomorrow);
        if (limit.MostPerDay > 0 && row.CodesSent >= limit.MostPerDay)
            return (AccountErrors.OtpDailyLimit(untilTomorrow), now + untilTomorrow);
        var nextAt = row.LastSentAt is { } last && limit.Delay > TimeSpan.Zero ? last + Delay(limit, row.CodesSent) : now;
        return nextAt > now ? (AccountErrors.OtpResendDelay(nextAt - now), nextAt) : (null, now);
    }

    private static TimeSpan Delay(SendLimit limit, int sent) => limit.Delay * sent switch { <= 1 => 1, 2 => 3, 3 => 5, _ => 10 };

    // The wait after the last code of a day holds over midnight.
    private Task LockRowAsync(string place, string purpose, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (today, yesterday, no) = (DayOf(now), DayOf(now).AddDays(-1), false);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "OneTimeCodeLimits" ("Phone", "Purpose", "Day", "CodesSent", "WrongGuesses", "Blocked", "LastSentAt")
            VALUES ({place}, {purpose}, {today}, 0, 0, {no},
                (SELECT "LastSentAt" FROM "OneTimeCodeLimits" WHERE "Phone" = {place} AND "Purpose" = {purpose} AND "Day" = {yesterday}))
            ON CONFLICT ("Phone", "Purpose", "Day") DO UPDATE SET "CodesSent" = "OneTimeCodeLimits"."CodesSent"
            """,
            cancellationToken);
    }

    private static Expression<Func<OneTimeCodeLimit, bool>> Today(string place, string purpose, DateTimeOffset now)
    {
        var day = DayOf(now);
        return row => row.Phone == place && row.Purpose == purpose && row.Day == day;
    }

    // A place has room for a number; half a hash tells numbers and networks apart as well.
    private static string PlaceOfStrangers(string phone, RequestSource source) =>
        "from:" + RandomHandle.Hash($"{phone}|{SourceNetwork.Of(source.Address)}")[..22];

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    private static TimeSpan UntilTomorrow(DateTimeOffset now) => TimeSpan.FromDays(1) - now.UtcDateTime.TimeOfDay;
}
