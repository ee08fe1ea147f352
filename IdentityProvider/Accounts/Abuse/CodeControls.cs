using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Failures;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Accounts.Abuse;

/// <summary>A control that had no room left.</summary>
/// <param name="Error">What the caller is told.</param>
/// <param name="Key">What was counted.</param>
/// <param name="Window">Over which time.</param>
/// <param name="Value">What the counter stood at.</param>
/// <param name="Limit">How far it may go.</param>
public sealed record ControlRefusal(AccountError Error, string Key, string Window, int Value, int Limit)
{
    /// <summary>Whether others are refused by the same counter; then an administrator is told.</summary>
    public bool ConcernsOthers { get; init; }

    public string Counter => $"{Key}, {Window}";
}

/// <summary>
/// Decides whether one more code may go out, by what has gone to and come from the same places before. Codes to numbers that
/// nobody has count like others, though nothing is sent: else the counters would tell who has an account.
/// The caller has begun the transaction, and undoes what was taken where a control refuses.
/// </summary>
public sealed class CodeControls(CodeCounts counts, AbuseEvents events, AccountPolicy policy, TimeProvider clock)
{
    private const string ThisHour = "this hour";
    private const string Today = "today";

    private readonly AbusePolicy _limits = policy.Abuse;

    /// <summary>Takes a place for a code. Null: taken. A network without room never gets as far as the counters that everybody shares.</summary>
    public async Task<ControlRefusal?> TakeAsync(string phone, string purpose, string network, CancellationToken cancellationToken)
    {
        var (place, from, now) = (PhonePlace.Of(phone), CodeCounts.OfNetwork(network), clock.GetUtcNow());
        return await TakeFromNetworkAsync(from, place.Country, now, cancellationToken)
            ?? await TakeOfCountryAsync(CodeCounts.OfCountry(place.Country), from, purpose, now, cancellationToken)
            ?? await TakeOfDialCodeAsync(CodeCounts.OfDialCode(place.DialCode), purpose, now, cancellationToken)
            ?? await TakeOfAllAsync(now, cancellationToken);
    }

    /// <summary>Takes a place for a message without a code, which somebody of the staff causes: only the ceilings hold for it. Null: taken.</summary>
    public Task<ControlRefusal?> TakeMessageAsync(CancellationToken cancellationToken) => TakeOfAllAsync(clock.GetUtcNow(), cancellationToken);

    /// <summary>The code was right: it is given back to the network that asked for it, and speaks for its country.</summary>
    public async Task GiveBackAsync(OneTimeCode code, CancellationToken cancellationToken)
    {
        if (code.CountedFor is not { } network)
            return;
        var (place, now) = (PhonePlace.Of(code.Phone), clock.GetUtcNow());
        await counts.GiveBackAsync(CodeCounts.OfNetwork(network), code.CreatedAt, code.CountedCodes, cancellationToken);
        foreach (var key in new[] { CodeCounts.OfCountry(place.Country), CodeCounts.OfDialCode(place.DialCode) })
        {
            await counts.GiveBackAsync(key, code.CreatedAt, code.CountedCodes, cancellationToken);
            await counts.AddVerifiedAsync(key, now, code.CountedCodes, cancellationToken);
        }
    }

    public static string NetworkOf(RequestSource source) => SourceNetwork.Of(source.Address);

    private async Task<ControlRefusal?> TakeFromNetworkAsync(string key, string country, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await counts.TakeAsync(key, now, cancellationToken);
        if (_limits.CodesPerAddressPerHour is > 0 and var most
            && await counts.UnverifiedThisHourAsync(key, now, cancellationToken) is var codes && codes > most)
            return new ControlRefusal(AccountErrors.OtpAddressLimit(UntilNextHour(now)), key, ThisHour, codes - 1, most);
        if (_limits.CountriesPerAddressPerDay is > 0 and var mostCountries
            && await counts.AddCountryAsync(key, country, now, cancellationToken) is var countries && countries > mostCountries)
            return new ControlRefusal(AccountErrors.OtpCountryLimit(UntilTomorrow(now)), key, "countries today", countries - 1, mostCountries);
        return null;
    }

    private async Task<ControlRefusal?> TakeOfCountryAsync(string key, string from, string purpose, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await counts.TakeAsync(key, now, cancellationToken);
        if (!_limits.UnverifiedBudget)
            return null;

        var history = await counts.HistoryAsync(key, now, cancellationToken);
        var (anHour, aDay) = (Allowance.AnHour(history), Allowance.ADay(history));
        if (history.UnverifiedThisHour <= anHour && history.UnverifiedToday <= aDay)
            return null;

        // Who attacks has used up more: others still get through, as far as the reserve goes.
        if (history.UnverifiedToday <= Allowance.Reserve(history)
            && await counts.TodayAsync(from, now, cancellationToken) is var ofNetwork && ofNetwork.Unverified <= Allowance.OfNetwork(ofNetwork.Verified))
            return null;
        var error = AccountErrors.SmsBudget(UntilNextHour(now), AnotherWay(purpose));
        return history.UnverifiedToday > aDay
            ? Shared(error, key, Today, history.UnverifiedToday - 1, aDay)
            : Shared(error, key, ThisHour, history.UnverifiedThisHour - 1, anHour);
    }

    private async Task<ControlRefusal?> TakeOfDialCodeAsync(string key, string purpose, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await counts.TakeAsync(key, now, cancellationToken);
        if (_limits.CodesPerDialCodePerDay == 0)
            return null;
        var history = await counts.HistoryAsync(key, now, cancellationToken);
        var most = Allowance.Reserve(history, _limits.CodesPerDialCodePerDay);
        return history.UnverifiedToday > most
            ? Shared(AccountErrors.OtpDialCodeLimit(UntilNextHour(now), AnotherWay(purpose)), key, Today, history.UnverifiedToday - 1, most)
            : null;
    }

    private async Task<ControlRefusal?> TakeOfAllAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_limits is { CodesPerHour: 0, CodesPerDay: 0 })
            return null;
        await counts.TakeAsync(CodeCounts.OfAll, now, cancellationToken);
        var (hour, day) = await counts.TotalsAsync(CodeCounts.OfAll, now, cancellationToken);
        return Judge(new Ceiling(ThisHour, hour, _limits.CodesPerHour), UntilNextHour(now))
            ?? Judge(new Ceiling(Today, day, _limits.CodesPerDay), UntilTomorrow(now));
    }

    private ControlRefusal? Judge(Ceiling ceiling, TimeSpan wait)
    {
        if (ceiling.IsPassed)
            return Shared(AccountErrors.OtpCeiling(wait), CodeCounts.OfAll, ceiling.Window, ceiling.Value - 1, ceiling.Limit);
        if (ceiling.IsNear)
            events.LimitIsNear(CodeCounts.OfAll, ceiling.Window, ceiling.Value, ceiling.Limit);
        return null;
    }

    private static ControlRefusal Shared(AccountError error, string key, string window, int value, int limit) =>
        new(error, key, window, value, limit) { ConcernsOthers = true };

    /// <summary>What somebody can do who gets no code, as a sentence.</summary>
    private string AnotherWay(string purpose) => purpose switch
    {
        CodePurposes.SignIn => "You can sign in with your password instead.",
        CodePurposes.ResetPassword when policy.ResetChannels.HasFlag(Channels.Email) => "You can ask for a link by e-mail instead.",
        _ => "",
    };

    // Where others' codes are verified meanwhile there is room again within the day: it is worth a try in the next hour.
    private static TimeSpan UntilNextHour(DateTimeOffset now) => CodeCounts.HourOf(now).AddHours(1) - now;

    private static TimeSpan UntilTomorrow(DateTimeOffset now) => CodeCounts.DayOf(now).AddDays(1) - now;

    /// <summary>A limit for everybody together, and what it stands at with the message in question. It only grows, so one message is the first at 80 %.</summary>
    private sealed record Ceiling(string Window, int Value, int Limit)
    {
        public bool IsPassed => Limit > 0 && Value > Limit;

        public bool IsNear => Limit > 0 && Value * 5L >= Limit * 4L && (Value - 1) * 5L < Limit * 4L;
    }
}
