using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Races;
using IdentityProvider.Tests.Requirements.OtpFirst;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Abuse;

/// <summary>Codes that are asked for at the same instant, at two nodes: exactly as many get through as may.</summary>
public abstract class CounterRaces(DatabaseKind kind) : IAsyncLifetime
{
    private const int Callers = 30;
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(kind);

    public Task DisposeAsync()
    {
        _database.Dispose();
        return Task.CompletedTask;
    }

    [ToolFact]
    [Trait("Threat", "otp_address_limit")]
    public async Task One_address_gets_ten()
    {
        await using var nodes = new Nodes(_database, settings => settings.WithDefault("Accounts:Abuse:CodesPerAddressPerHour"));
        var answers = await AtOnce.CallAsync(Callers, number => new Stranger(nodes.Of(number), "192.0.2.1").AskForSomebodyAsync());
        ExpectExactly(10, "otp_address_limit", answers);
    }

    [ToolFact]
    [Trait("Threat", "otp_country_limit")]
    public async Task One_address_gets_three_countries()
    {
        string[] phones = ["+66812345671", "+6581234567", "+84912345678", "+8801712345678", "+919812345678", "+60123456789"];
        await using var nodes = new Nodes(_database, settings => settings.WithDefault("Accounts:Abuse:CountriesPerAddressPerDay"));
        var answers = await AtOnce.CallAsync(phones.Length, number => new Stranger(nodes.Of(number), "192.0.2.1").AskAsync(phones[number]));
        ExpectExactly(3, "otp_country_limit", answers);
    }

    [ToolFact]
    [Trait("Threat", "sms_budget")]
    public async Task One_country_gets_what_its_hour_has()
    {
        await using var nodes = new Nodes(_database, settings => settings.WithDefault("Accounts:Abuse:UnverifiedBudget"));
        var answers = await AtOnce.CallAsync(Callers, number => new Stranger(nodes.Of(number), "192.0.2.1").AskForSomebodyAsync());
        ExpectExactly(10, "sms_budget", answers);
    }

    [ToolFact]
    [Trait("Threat", "otp_dial_code_limit")]
    public async Task One_calling_code_gets_what_its_day_has()
    {
        await using var nodes = new Nodes(_database, settings => settings.With("Accounts:Abuse:CodesPerDialCodePerDay", "7"));
        var answers = await AtOnce.CallAsync(Callers, number => Stranger.At(nodes.Of(number)).AskForSomebodyAsync());
        ExpectExactly(7, "otp_dial_code_limit", answers);
    }

    [ToolFact]
    [Trait("Threat", "otp_ceiling")]
    public async Task All_together_get_what_the_ceiling_allows_and_one_event_warns()
    {
        await using var nodes = new Nodes(_database, settings => settings.With("Accounts:Abuse:CodesPerHour", "10").With("Accounts:Abuse:CodesPerDay", "12"));
        var answers = await AtOnce.CallAsync(Callers, number => Stranger.At(nodes.Of(number)).AskForSomebodyAsync());
        ExpectExactly(10, "otp_ceiling", answers);

        nodes.Advance(TimeSpan.FromHours(1));
        ExpectExactly(2, "otp_ceiling", await AtOnce.CallAsync(Callers, number => Stranger.At(nodes.Of(number)).AskForSomebodyAsync()));
        var events = await nodes.Of(0).InScopeAsync((ProviderDbContext db) => db.AuditEvents.Select(what => what.Name + " " + what.Detail).ToListAsync());
        Assert.Equal(
            ["sms_limit_near all, this hour: 8 of 10.", "sms_limit_near all, today: 10 of 12.", "sms_limit_reached all, this hour: 10 of 10.", "sms_limit_reached all, today: 12 of 12."],
            events.Order());
    }

    [ToolFact]
    public async Task Codes_asked_for_and_entered_at_once_bring_every_counter_back_to_nothing()
    {
        await using var nodes = new Nodes(_database, settings => settings.With("Accounts:Abuse:CodesPerAddressPerHour", "1000"));
        var people = new List<Person>();
        for (var i = 0; i < 6; i++)
            people.Add(await nodes.Of(0).Accounts.RegisterVerifiedAsync());
        await AtOnce.CallAsync(people.Count, async number =>
        {
            for (var i = 0; i < 3; i++)
                await new Stranger(nodes.Of(number), $"192.0.2.{number % 2}").AskAndEnterAsync(people[number].Phone);
            return true;
        });

        var counts = await nodes.Of(0).InScopeAsync((ProviderDbContext db) => db.CodeCounts.AsNoTracking().Where(count => !count.Key.EndsWith(":days")).ToListAsync());
        Assert.All(counts, count => Assert.Equal(count.Codes, count.Verified));
        Assert.Equal(24, counts.Where(count => count.Key == "country:MM").Sum(count => count.Codes));
        Assert.Equal(18, counts.Where(count => count.Key.StartsWith("from:192.0.2.", StringComparison.Ordinal)).Sum(count => count.Codes));
    }

    private static void ExpectExactly(int sent, string code, CodeOutcome[] answers)
    {
        Assert.Equal(sent, answers.Count(answer => answer is CodeOutcome.Sent));
        Assert.All(answers.Where(answer => answer is CodeOutcome.Refused), answer => answer.ExpectRefusal(code));
    }

    /// <summary>Two providers on one database, both well within the same hour.</summary>
    private sealed class Nodes : IAsyncDisposable
    {
        private readonly Provider[] _nodes;

        public Nodes(TestDatabase database, Action<ProviderSettings> configure)
        {
            _nodes = [.. Enumerable.Range(0, 2).Select(_ => Provider.StartOn(database, settings => configure(settings.With("Issuer", "http://localhost").With("Accounts:Otp:ResendDelay", "00:00:00"))))];
            foreach (var node in _nodes)
                node.StartTheDay();
        }

        public Provider Of(int number) => _nodes[number % _nodes.Length];

        public void Advance(TimeSpan by)
        {
            foreach (var node in _nodes)
                node.Clock.Advance(by);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var node in _nodes)
                await node.DisposeAsync();
        }
    }
}

[Trait("Database", "Sqlite")]
public sealed class CounterRacesOnSqlite() : CounterRaces(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class CounterRacesOnPostgreSql() : CounterRaces(DatabaseKind.PostgreSql);
