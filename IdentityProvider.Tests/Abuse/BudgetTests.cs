using System.Net;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.OtpFirst;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Abuse;

/// <summary>What a country may have whose codes nobody enters, and who is told that it has had it.</summary>
public abstract class BudgetTests(DatabaseKind database) : IAsyncLifetime
{
    private Provider _provider = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(settings => settings.On(database)
            .With("Issuer", "http://localhost")
            .With("Accounts:Otp:ResendDelay", "00:00:00")
            .WithDefault("Accounts:Abuse:UnverifiedBudget")
            .WithDefault("Accounts:Abuse:CodesPerDialCodePerDay"));
        _provider.StartTheDay();
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [ToolFact]
    [Trait("Threat", "sms_budget")]
    public async Task Past_the_budget_the_attacker_gets_none_and_others_what_the_reserve_has()
    {
        var attacker = Stranger.At(_provider);
        for (var i = 0; i < 10; i++)
            (await attacker.AskForSomebodyAsync()).ExpectSent();
        for (var i = 0; i < 3; i++)
            (await attacker.AskForSomebodyAsync()).ExpectRefusal("sms_budget");

        // Each other network gets two, until the day has had 20 that nobody entered.
        for (var i = 0; i < 5; i++)
        {
            var other = Stranger.At(_provider);
            (await other.AskForSomebodyAsync()).ExpectSent();
            (await other.AskForSomebodyAsync()).ExpectSent();
            (await other.AskForSomebodyAsync()).ExpectRefusal("sms_budget");
        }

        (await Stranger.At(_provider).AskForSomebodyAsync()).ExpectRefusal("sms_budget");
        (await Stranger.At(_provider).AskAsync("+66812345671")).ExpectSent();
        _provider.Clock.Advance(TimeSpan.FromDays(1));
        (await attacker.AskForSomebodyAsync()).ExpectSent();
    }

    [ToolFact]
    [Trait("Threat", "sms_budget")]
    public async Task The_budget_grows_with_the_codes_that_are_entered()
    {
        for (var i = 0; i < 40; i++)
            await _provider.Accounts.RegisterVerifiedAsync();
        var attacker = Stranger.At(_provider);
        for (var i = 0; i < 12; i++)
            (await attacker.AskForSomebodyAsync()).ExpectSent();
        var refusal = (await attacker.AskForSomebodyAsync()).ExpectRefusal("sms_budget");
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
    }

    [ToolFact]
    [Trait("Threat", "sms_budget")]
    public async Task A_refusal_says_what_else_can_be_done_tells_the_administrator_once_and_is_remembered_in_one_row()
    {
        var attacker = Stranger.At(_provider);
        for (var i = 0; i < 10; i++)
            (await attacker.AskForSomebodyAsync()).ExpectSent();
        for (var i = 0; i < 5; i++)
            Assert.EndsWith("You can sign in with your password instead.", (await attacker.AskForSomebodyAsync()).ExpectRefusal("sms_budget").Detail, StringComparison.Ordinal);

        var events = await _provider.InScopeAsync((ProviderDbContext db) => db.AuditEvents.Where(what => what.Name == AuditEvents.SmsLimitReached).ToListAsync());
        Assert.Equal("country:MM, this hour: 10 of 10.", Assert.Single(events).Detail);
        var decisions = await _provider.InScopeAsync((ProviderDbContext db) => db.AbuseDecisions.AsNoTracking().ToListAsync());
        Assert.Equal(5, decisions.Sum(decision => decision.Times));
        Assert.InRange(decisions.Count, 1, 2);
        var first = decisions.OrderBy(decision => decision.FirstAt).First();
        Assert.Equal(
            ("sms_budget", "country:MM, this hour", 10, 10, "sign_in", attacker.Address),
            (first.Kind, first.Counter, first.Value, first.Limit, first.Purpose, first.Network));
        Assert.Matches(@"^\+95 \.\.\. \d{3}$", first.Phone);
    }

    [ToolFact]
    [Trait("Threat", "sms_budget")]
    public async Task The_answer_over_HTTP_is_a_429_with_a_time_to_try_again()
    {
        var app = new App(_provider);
        for (var i = 0; i < 10; i++)
            (await app.AskForCodeAsync(Person.New().Phone, CodePurposes.SignIn)).Expect(HttpStatusCode.Accepted);
        var refused = await app.AskForCodeAsync(Person.New().Phone, CodePurposes.SignIn);
        refused.ExpectRefusal(HttpStatusCode.TooManyRequests, "sms_budget");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
    }

    [ToolFact]
    [Trait("Threat", "sms_budget")]
    public async Task Who_may_read_accounts_lists_what_was_refused_and_nobody_else_does()
    {
        var app = new App(_provider);
        var attacker = Stranger.At(_provider);
        for (var i = 0; i < 10; i++)
            (await attacker.AskForSomebodyAsync()).ExpectSent();
        (await attacker.AskForSomebodyAsync()).ExpectRefusal("sms_budget");

        var admin = (await app.SignInAsync(await _provider.AddStaffAsync("admin"))).ExpectSuccess()["access_token"];
        var item = Assert.Single((await ListAsync("?kind=sms_budget&page=1&pageSize=5", admin)).Expect(HttpStatusCode.OK)["items"]!.AsArray())!.AsObject();
        Assert.Equal(
            ("sms_budget", "country:MM, this hour", 10, attacker.Address, 1),
            ((string)item["kind"]!, (string)item["counter"]!, (int)item["limit"]!, (string)item["network"]!, (int)item["times"]!));
        Assert.Equal(0, (int)(await ListAsync("?kind=otp_ceiling", admin)).Expect(HttpStatusCode.OK)["total"]!);
        (await ListAsync("?pageSize=1000", admin)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        (await ListAsync("", null)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        var user = (await app.SignInAsync(await _provider.AddStaffAsync("user"))).ExpectSuccess()["access_token"];
        (await ListAsync("", user)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");

        Task<ApiAnswer> ListAsync(string query, string? token) => app.AnyAsync(HttpMethod.Get, "/api/abuse/decisions" + query, null, token);
    }

    [ToolFact]
    [Trait("Threat", "otp_ceiling")]
    public async Task Refusals_from_many_networks_leave_a_bounded_number_of_rows()
    {
        for (var i = 0; i < AbuseDecisions.MostAnHour + 20; i++)
        {
            var refusal = new ControlRefusal(AccountErrors.OtpCeiling(TimeSpan.FromHours(1)), "all", "this hour", 1, 1);
            await _provider.InScopeAsync(async (AbuseDecisions decisions) =>
            {
                await decisions.AddAsync(refusal, "+959791234567", "sign_in", new(Stranger.At(_provider).Address, null), CancellationToken.None);
                return true;
            });
        }

        var rows = await _provider.InScopeAsync((ProviderDbContext db) => db.AbuseDecisions.AsNoTracking().ToListAsync());
        Assert.Equal(AbuseDecisions.MostAnHour + 1, rows.Count);
        Assert.Equal(20, Assert.Single(rows, row => row.Network == "*").Times);
    }
}

[Trait("Database", "Sqlite")]
public sealed class BudgetOnSqlite() : BudgetTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class BudgetOnPostgreSql() : BudgetTests(DatabaseKind.PostgreSql);

/// <summary>The formulas at their edges.</summary>
public sealed class AllowanceTests
{
    [Theory]
    [Trait("Threat", "sms_budget")]
    [InlineData(0, 0, 0, 10, 20, 20)]
    [InlineData(34, 0, 0, 10, 20, 34)]
    [InlineData(0, 50, 0, 15, 20, 20)]
    [InlineData(0, 0, 100, 10, 30, 100)]
    [InlineData(1700, 10, 10, 85, 510, 1700)]
    public void Grow_with_what_was_verified(int bestDay, int lately, int inADay, int anHour, int aDay, int reserve)
    {
        var history = new CodeHistory(0, 0, lately, inADay, bestDay);
        Assert.Equal((anHour, aDay, reserve), (Allowance.AnHour(history), Allowance.ADay(history), Allowance.Reserve(history)));
    }
}
