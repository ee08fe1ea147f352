using System.Net;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IdentityProvider.Tests.Accounts;

/// <summary>Who signed in and who failed to, from where and why: kept for administrators, with an end to it.</summary>
public abstract class SignInHistoryTests(DatabaseKind database) : IAsyncLifetime
{
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync() =>
        _app = new App(_provider = await Provider.StartAsync(settings => settings.On(database).WithManyCodes()));

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [ToolFact]
    public async Task Every_way_in_and_every_reason_is_there_and_the_person_is_told_no_more_than_before()
    {
        var browser = await _provider.NewPersonAtBrowserAsync();
        var person = browser.Person!;
        Assert.Equal("invalid_grant", (await _app.SignInAsync(person.Phone, "Wrong-horse-9")).Error);
        (await _app.SignInAsync(person)).ExpectSuccess();
        var ticket = (await _app.AskForCodeAsync(person.Phone, "sign_in")).Expect(HttpStatusCode.Accepted);
        var remember = (string)ticket["rememberToken"]!;
        Assert.Equal("invalid_grant", (await _app.SignInWithCodeAsync(person.Phone, await _app.WrongCodeAsync(person.Phone), remember)).Error);
        (await _app.SignInWithCodeAsync(person.Phone, await _provider.Accounts.LatestCodeAsync(person.Phone), remember)).ExpectSuccess();
        var rp = _provider.RelyingParty();
        await rp.SignInAsync(browser, rp.Request());
        await _provider.DeactivateAsync(person);
        Assert.Equal("invalid_grant", (await _app.SignInAsync(person)).Error);

        var admin = (await _app.SignInAsync(await _provider.AddStaffAsync("admin"))).ExpectAccessToken();
        var page = (await _app.UsersAsync(HttpMethod.Get, $"/{person.UserId}/sign-ins", null, admin)).Expect(HttpStatusCode.OK);
        Assert.Equal(
            [
                "account_inactive pwd app", "signed_in pwd ", "signed_in otp sms app", "otp_invalid otp sms app", "signed_in pwd app", "wrong_password pwd app",
            ],
            page["items"]!.AsArray().Select(item => $"{item!["outcome"]} {item["method"]} {item["clientId"]}"));
        Assert.All(page["items"]!.AsArray(), item => Assert.NotNull((string?)item!["address"]));
        Assert.Equal(6, (int)page["total"]!);
    }

    [ToolFact]
    public async Task Tries_that_fail_alike_within_a_minute_are_one_row_and_nobody_s_number_is_in_it()
    {
        var before = await _provider.InScopeAsync((ProviderDbContext db) => db.SignInAttempts.CountAsync());
        for (var i = 0; i < 5; i++)
            await _app.SignInAsync(Person.New().Phone, "Wrong-horse-9");
        var rows = await _provider.InScopeAsync((ProviderDbContext db) => db.SignInAttempts.AsNoTracking().ToListAsync());
        // Two, where the minute turned between them.
        Assert.InRange(rows.Count - before, 1, 2);
        Assert.Equal(5, rows.Sum(row => row.Times));
        Assert.All(rows, row => Assert.Equal((SignInResults.UnknownUser, null), (row.Outcome, row.UserId)));
    }

    [ToolFact]
    public async Task The_history_ends_after_ninety_days_and_goes_with_the_account()
    {
        var (person, gone) = (await _provider.Accounts.RegisterVerifiedAsync(), await _provider.Accounts.RegisterVerifiedAsync());
        (await _app.SignInAsync(person)).ExpectSuccess();
        (await _app.SignInAsync(gone)).ExpectSuccess();
        var admin = (await _app.SignInAsync(await _provider.AddStaffAsync("superAdmin"))).ExpectAccessToken();
        (await _app.UsersAsync(HttpMethod.Delete, "/" + gone.UserId, null, admin)).Expect(HttpStatusCode.OK);
        Assert.Equal((1, 0), (await CountAsync(person), await CountAsync(gone)));

        var rows = _provider.Services.GetServices<IHostedService>().OfType<ExpiredRows>().Single();
        _provider.Clock.Advance(TimeSpan.FromDays(89));
        await rows.RemoveAsync(default);
        Assert.Equal(1, await CountAsync(person));
        _provider.Clock.Advance(TimeSpan.FromDays(1.1));
        await rows.RemoveAsync(default);
        Assert.Equal(0, await CountAsync(person));
    }

    [ToolFact]
    public async Task Only_whoever_may_read_accounts_reads_it()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var token = (await _app.SignInAsync(person)).ExpectAccessToken();
        (await _app.UsersAsync(HttpMethod.Get, $"/{person.UserId}/sign-ins", null, token)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        var admin = (await _app.SignInAsync(await _provider.AddStaffAsync("admin"))).ExpectAccessToken();
        (await _app.UsersAsync(HttpMethod.Get, $"/{Guid.Empty}/sign-ins", null, admin)).ExpectRefusal(HttpStatusCode.NotFound, "user_not_found");
        (await _app.UsersAsync(HttpMethod.Get, $"/{person.UserId}/sign-ins?page=0", null, admin)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
    }

    private Task<int> CountAsync(Person person) =>
        _provider.InScopeAsync((ProviderDbContext db) => db.SignInAttempts.CountAsync(row => row.UserId == Guid.Parse(person.UserId)));
}

[Trait("Database", "Sqlite")]
public sealed class SignInHistoryOnSqliteTests() : SignInHistoryTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class SignInHistoryOnPostgreSqlTests() : SignInHistoryTests(DatabaseKind.PostgreSql);
