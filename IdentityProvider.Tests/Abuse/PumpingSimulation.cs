using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements.OtpFirst;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Abuse;

/// <summary>How much goes on in a simulation.</summary>
/// <param name="SignUpsADay">Honest people who sign up.</param>
/// <param name="Numbers">That the attack asks codes for.</param>
/// <param name="Addresses">That it asks from.</param>
internal sealed record Traffic(int SignUpsADay, int Numbers, int Addresses)
{
    public static Traffic Quick { get; } = new(200, 1_000, 50);

    public static Traffic Full { get; } = new(2_000, 10_000, 500);
}

/// <summary>Who attacks where, and for how long.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Countries">The numbers that are pumped, with # for digits; none: there is no attack.</param>
/// <param name="Days">How long it goes on.</param>
/// <param name="HasHistory">Whether the instance has served honest people before.</param>
internal sealed record Scenario(string Name, string[] Countries, int Days = 1, bool HasHistory = true);

/// <summary>What came of it.</summary>
internal sealed class Tally
{
    public int Attacks { get; set; }

    /// <summary>Messages that the attack cost.</summary>
    public int AttackMessages { get; set; }

    public int Honest { get; set; }

    /// <summary>Honest people who were refused at least once.</summary>
    public int HonestRefused { get; set; }

    /// <summary>Of them, those who had no code twelve hours later.</summary>
    public int HonestLost { get; set; }

    /// <summary>How long the others waited.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public SortedDictionary<string, int> AttackRefusals { get; } = new(StringComparer.Ordinal);

    public override string ToString()
    {
        var median = Waits.Count == 0 ? "-" : Waits.Order().ElementAt(Waits.Count / 2).TotalMinutes.ToString("0", CultureInfo.InvariantCulture) + " min";
        var refusals = string.Join(", ", AttackRefusals.Select(pair => $"{pair.Key} {pair.Value}"));
        return $"{Attacks} | {AttackMessages} | {Honest} | {HonestRefused} | {HonestLost} | {median} | {refusals}";
    }
}

/// <summary>
/// Honest people and a pumping attack ask for codes over simulated days, against the provider's real services and database. Three in
/// four people enter their code, one in ten asks a second time first, the others (15 %) never do; whoever is refused tries again about
/// every half hour. Two in five come from one of eight addresses that a carrier shares. The attack enters 1 % of its codes, asks once more where it is refused, and comes at all hours.
/// </summary>
internal sealed class PumpingSimulation(Provider provider, Traffic traffic, Scenario scenario)
{
    private static readonly int[] OfTheHour = [1, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 8, 8, 8, 8, 8, 8, 9, 10, 10, 9, 7, 4, 2];
    private static readonly (string Numbers, string Country, double Share)[] Homes = [("+95979#######", "MM", 0.8), ("+6681#######", "TH", 0.15), ("+659#######", "SG", 0.05)];

    // The same story in every run.
#pragma warning disable CA5394, RS0030
    private readonly Random _chance = new(20260101);
#pragma warning restore CA5394, RS0030
    private readonly PriorityQueue<Func<Task>, DateTimeOffset> _events = new();
    private readonly Tally _tally = new();
    private DateTimeOffset _start;
    private int _born;

    public async Task<Tally> RunAsync()
    {
        provider.StartTheDay();
        _start = CodeCounts.DayOf(provider.Clock.GetUtcNow()).AddDays(1);
        if (scenario.HasHistory)
            await WriteHistoryAsync();
        for (var day = 0; day < scenario.Days; day++)
        {
            for (var i = 0; i < traffic.SignUpsADay; i++)
                AddHonest(_start.AddDays(day).AddHours(PickHour()).AddSeconds(Chance() * 3600));
        }

        for (var i = 0; i < traffic.Numbers && scenario.Countries.Length > 0; i++)
        {
            var phone = NewNumber(scenario.Countries[i % scenario.Countries.Length]);
            var from = $"203.0.{i % traffic.Addresses / 250}.{i % traffic.Addresses % 250}";
            At(_start.AddDays(Chance() * scenario.Days), () => AttackAsync(phone, from, mayRetry: true));
        }

        while (_events.TryDequeue(out var happen, out var when))
        {
            if (when - provider.Clock.GetUtcNow() is { Ticks: > 0 } ahead)
                provider.Clock.Advance(ahead);
            await happen();
        }

        return _tally;
    }

    private void AddHonest(DateTimeOffset when)
    {
        var pick = Chance();
        var home = pick < Homes[0].Share ? Homes[0] : pick < Homes[0].Share + Homes[1].Share ? Homes[1] : Homes[2];
        var person = new Somebody(
            NewNumber(home.Numbers),
            Chance() < 0.4 ? $"198.51.100.{(int)(Chance() * 8)}" : $"10.{_born / 65536}.{_born / 256 % 256}.{_born % 256}",
            Chance() switch { < 0.75 => 1, < 0.85 => 2, _ => int.MaxValue });
        _tally.Honest++;
        At(when, () => SignUpAsync(person));
    }

    private async Task SignUpAsync(Somebody person)
    {
        var now = provider.Clock.GetUtcNow();
        switch (await AskAsync(person.Phone, person.Address))
        {
            case CodeOutcome.Refused:
                if (person.RefusedSince is null)
                    _tally.HonestRefused++;
                person.RefusedSince ??= now;
                if (now - person.RefusedSince < TimeSpan.FromHours(12))
                    At(now.AddMinutes(15 + Chance() * 30), () => SignUpAsync(person));
                else
                    _tally.HonestLost++;
                break;
            case CodeOutcome.Sent { Ticket.RememberToken: var token }:
                if (person.RefusedSince is { } since)
                    _tally.Waits.Add(now - since);
                person.RefusedSince = null;
                if (++person.Asked == person.EntersCode)
                    At(now.AddSeconds(30 + Chance() * 60), () => EnterAsync(person.Phone, person.Address, token));
                else if (person.Asked == 1 && (person.EntersCode == 2 || Chance() < 0.3))
                    At(now.AddSeconds(70 + Chance() * 60), () => SignUpAsync(person));
                break;
        }
    }

    private async Task AttackAsync(string phone, string from, bool mayRetry)
    {
        _tally.Attacks++;
        var now = provider.Clock.GetUtcNow();
        switch (await AskAsync(phone, from))
        {
            case CodeOutcome.Sent { Ticket.RememberToken: var token }:
                _tally.AttackMessages++;
                if (Chance() < 0.01)
                    At(now.AddMinutes(1), () => EnterAsync(phone, from, token));
                break;
            case CodeOutcome.Refused { Error.Code: var code }:
                _tally.AttackRefusals[code] = _tally.AttackRefusals.GetValueOrDefault(code) + 1;
                if (mayRetry)
                    At(now.AddHours(1 + Chance()), () => AttackAsync(phone, from, mayRetry: false));
                break;
        }
    }

    private Task<CodeOutcome> AskAsync(string phone, string from) => provider.InScopeAsync((OneTimeCodes codes) =>
        codes.RequestAsync(phone, CodePurposes.Register, rememberToken: null, new RequestSource(from, null), CancellationToken.None));

    // The outbox is emptied on the way: nobody sends here.
    private Task<bool> EnterAsync(string phone, string from, string token) => provider.InScopeAsync(async (ProviderDbContext db) =>
    {
        var row = await db.Messages.AsNoTracking().OrderByDescending(message => message.CreatedAt).FirstOrDefaultAsync(message => message.To == phone);
        if (row is null)
            return false;
        var code = await provider.InScopeAsync(async (MessageOutbox outbox) => (await outbox.OpenAsync(row)).Code);
        var soon = row.CreatedAt.AddMinutes(-10);
        await db.Messages.Where(message => message.CreatedAt < soon).ExecuteDeleteAsync();
        return await provider.InScopeAsync((OneTimeCodes codes) =>
            codes.VerifyAsync(phone, CodePurposes.Register, code, token, new RequestSource(from, null), CancellationToken.None)) is CodeVerification.Verified;
    });

    /// <summary>Two weeks of honest people, as their counters would be left.</summary>
    private Task<int> WriteHistoryAsync() => provider.InScopeAsync((ProviderDbContext db) =>
    {
        foreach (var (numbers, country, share) in Homes)
        {
            var dialCode = numbers[1..3];
            foreach (var key in new[] { CodeCounts.OfCountry(country), CodeCounts.OfDialCode(dialCode) })
            {
                db.CodeCounts.AddRange(Enumerable.Range(1, Allowance.DaysRemembered).Select(day => new CodeCount
                {
                    Key = key + ":days", Start = _start.AddDays(-day), Verified = (int)(traffic.SignUpsADay * share * 0.85), ExpiresAt = _start.AddDays(30),
                }));
            }
        }

        return db.SaveChangesAsync();
    });

    private void At(DateTimeOffset when, Func<Task> happen) => _events.Enqueue(happen, when);

    private string NewNumber(string pattern)
    {
        var digits = pattern.Count(character => character == '#');
        return pattern.TrimEnd('#') + (++_born).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    private int PickHour()
    {
        var left = (int)(Chance() * OfTheHour.Sum());
        var hour = 0;
        while ((left -= OfTheHour[hour]) >= 0)
            hour++;
        return hour;
    }

#pragma warning disable CA5394, RS0030 // What happens here is no secret.
    private double Chance() => _chance.NextDouble();
#pragma warning restore CA5394, RS0030

    /// <summary>An honest person.</summary>
    /// <param name="phone">Their number.</param>
    /// <param name="address">From where they come.</param>
    /// <param name="entersCode">Which code they enter: the first, the second, or none.</param>
    private sealed class Somebody(string phone, string address, int entersCode)
    {
        public string Phone => phone;

        public string Address => address;

        public int EntersCode => entersCode;

        public int Asked { get; set; }

        public DateTimeOffset? RefusedSince { get; set; }
    }
}
