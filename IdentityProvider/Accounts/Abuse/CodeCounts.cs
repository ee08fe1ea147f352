using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Abuse;

/// <summary>
/// The counters: a row an hour for each network, country, calling code and for all together. Adding takes the row's lock
/// until the transaction ends, and what is read after it is what nobody else can change: so of many at once no more than
/// the limit get through. The order of locks is: the number (<see cref="Codes.CodeLimits.TakeTurnAsync"/>), then network,
/// country, calling code and all together, then what the code brings about. So nobody waits in a circle.
/// </summary>
public sealed class CodeCounts(ProviderDbContext db)
{
    // Of a network nothing is asked beyond the day; of the others, the verified days.
    private static readonly TimeSpan KeepHours = TimeSpan.FromDays(2);
    private static readonly TimeSpan KeepDays = TimeSpan.FromDays(Allowance.DaysRemembered + 2);

    public static string OfNetwork(string network) => "from:" + network;

    public static string OfCountry(string country) => "country:" + country;

    public static string OfDialCode(string dialCode) => "dial:" + dialCode;

    public const string OfAll = "all";

    public static DateTimeOffset HourOf(DateTimeOffset instant) => DayOf(instant).AddHours(instant.UtcDateTime.Hour);

    public static DateTimeOffset DayOf(DateTimeOffset instant) => new(instant.UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>One more code, in this hour.</summary>
    public Task TakeAsync(string key, DateTimeOffset now, CancellationToken cancellationToken) =>
        AddAsync(key, HourOf(now), codes: 1, verified: 0, KeepHours, cancellationToken);

    /// <summary>Codes of that hour have been verified.</summary>
    public Task GiveBackAsync(string key, DateTimeOffset askedAt, int codes, CancellationToken cancellationToken) =>
        AddAsync(key, HourOf(askedAt), codes: 0, verified: codes, KeepHours, cancellationToken);

    /// <summary>Codes have been verified on this day.</summary>
    public Task AddVerifiedAsync(string key, DateTimeOffset now, int codes, CancellationToken cancellationToken) =>
        AddAsync(DaysOf(key), DayOf(now), codes: 0, verified: codes, KeepDays, cancellationToken);

    /// <summary>Codes of this hour, and of this day, whether verified or not.</summary>
    public async Task<(int Hour, int Day)> TotalsAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await HoursAsync(key, DayOf(now), cancellationToken);
        return (rows.Where(row => row.Start == HourOf(now)).Sum(row => row.Codes), rows.Sum(row => row.Codes));
    }

    /// <summary>Codes of this day that nobody has entered, and that somebody has.</summary>
    public async Task<(int Unverified, int Verified)> TodayAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await HoursAsync(key, DayOf(now), cancellationToken);
        return (Unverified(rows), rows.Sum(row => row.Verified));
    }

    /// <summary>Codes of this hour that nobody has entered.</summary>
    public Task<int> UnverifiedThisHourAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hour = HourOf(now);
        return db.CodeCounts.Where(row => row.Key == key && row.Start == hour).SumAsync(row => row.Codes - row.Verified, cancellationToken);
    }

    public async Task<CodeHistory> HistoryAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (hour, day) = (HourOf(now), DayOf(now));
        var hours = await HoursAsync(key, hour.AddHours(-23), cancellationToken);
        var (days, first) = (DaysOf(key), day.AddDays(-Allowance.DaysRemembered));
        var bestDay = await db.CodeCounts
            .Where(row => row.Key == days && row.Start >= first && row.Start < day)
            .MaxAsync(row => (int?)row.Verified, cancellationToken);
        return new CodeHistory(
            Unverified(hours.Where(row => row.Start == hour)),
            Unverified(hours.Where(row => row.Start >= day)),
            hours.Where(row => row.Start >= hour.AddHours(-1)).Sum(row => row.Verified),
            hours.Sum(row => row.Verified),
            bestDay ?? 0);
    }

    /// <summary>Remembers the country for the network. How many it has had today; this one, where it is new, is one of them.</summary>
    public async Task<int> AddCountryAsync(string key, string country, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (hour, day) = (HourOf(now), DayOf(now));
        var lists = await db.CodeCounts
            .Where(row => row.Key == key && row.Start >= day && row.Countries != null)
            .Select(row => row.Countries!)
            .ToListAsync(cancellationToken);
        var countries = lists.SelectMany(list => list.Split(' ')).ToHashSet(StringComparer.Ordinal);
        if (!countries.Add(country))
            return countries.Count;
        await db.CodeCounts
            .Where(row => row.Key == key && row.Start == hour)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Countries, row => row.Countries == null ? country : row.Countries + " " + country), cancellationToken);
        return countries.Count;
    }

    /// <summary>Whether the caller is the one to tell that the counter is full: once an hour.</summary>
    public async Task<bool> IsFirstToTellAsync(string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hour = HourOf(now);
        var thisHour = db.CodeCounts.Where(row => row.Key == key && row.Start == hour);
        if (await thisHour.AnyAsync(row => row.Told, cancellationToken))
            return false;
        await AddAsync(key, hour, codes: 0, verified: 0, KeepHours, cancellationToken);
        return await thisHour
            .Where(row => !row.Told)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Told, true), cancellationToken) == 1;
    }

    private static string DaysOf(string key) => key + ":days";

    private static int Unverified(IEnumerable<CodeCount> rows) => rows.Sum(row => row.Codes - row.Verified);

    private Task<List<CodeCount>> HoursAsync(string key, DateTimeOffset from, CancellationToken cancellationToken) =>
        db.CodeCounts.AsNoTracking().Where(row => row.Key == key && row.Start >= from).ToListAsync(cancellationToken);

    private Task AddAsync(string key, DateTimeOffset start, int codes, int verified, TimeSpan keep, CancellationToken cancellationToken)
    {
        var (startedAt, expiresAt, no) = (start.ToUnixTimeMilliseconds(), (start + keep).ToUnixTimeMilliseconds(), false);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "CodeCounts" ("Key", "Start", "Codes", "Verified", "Told", "ExpiresAt")
            VALUES ({key}, {startedAt}, {codes}, {verified}, {no}, {expiresAt})
            ON CONFLICT ("Key", "Start") DO UPDATE SET
                "Codes" = "CodeCounts"."Codes" + excluded."Codes",
                "Verified" = "CodeCounts"."Verified" + excluded."Verified"
            """,
            cancellationToken);
    }
}
