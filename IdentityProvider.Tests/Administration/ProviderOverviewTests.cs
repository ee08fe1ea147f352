using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Administration;

/// <summary>The numbers of the console's first page are those of what happened.</summary>
public abstract class ProviderOverviewTests(DatabaseKind database)
{
    [ToolFact]
    public async Task It_counts_what_is_there_and_what_happened_in_the_last_day()
    {
        await using var provider = await Provider.StartAsync(settings => settings.On(database));
        var app = new App(provider);
        var old = await provider.Accounts.RegisterVerifiedAsync();
        (await app.SignInAsync(old)).ExpectSuccess();
        provider.Clock.Advance(TimeSpan.FromHours(25));

        var browser = await provider.NewPersonAtBrowserAsync();
        var rp = provider.RelyingParty();
        await rp.SignInAsync(browser, rp.Request("openid"));
        (await app.SignInAsync(old)).ExpectSuccess();
        for (var i = 0; i < 3; i++)
            await app.SignInAsync(old.Phone, "Wrong-horse-9");
        await app.SignInAsync(Person.New().Phone, "Wrong-horse-9");
        await provider.DeactivateAsync(await provider.Accounts.RegisterVerifiedAsync());
        await provider.InScopeAsync((ProviderDbContext db) => db.Messages.ExecuteUpdateAsync(set => set.SetProperty(message => message.State, "given_up").SetProperty(message => message.NextAttemptAt, (DateTimeOffset?)null)));

        var numbers = await ReadAsync(provider, Actor.Operator);
        Assert.Equal((3, 2), (numbers.Users, numbers.ActiveUsers));
        Assert.Equal(2, numbers.SignIns);
        Assert.Equal(["wrong_password 3", "unknown_user 1"], numbers.Failures.Select(failure => $"{failure.Key} {failure.Value}"));
        // The browser's, and the app's two, whose refresh tokens live.
        Assert.Equal(3, numbers.LiveSessions);
        Assert.Equal(["RS256 signing", "ES256 signing"], numbers.Keys.Select(key => $"{key.Algorithm} {key.State}"));
        Assert.True(numbers.Clients > 10);
        Assert.Equal((0, null), (numbers.Outbox.Waiting, numbers.Outbox.OldestSince));
        Assert.Equal(await provider.InScopeAsync((ProviderDbContext db) => db.Messages.CountAsync(message => message.CreatedAt > provider.Clock.GetUtcNow().AddDays(-1))), numbers.Outbox.GivenUp);
        Assert.Equal((database == DatabaseKind.Sqlite ? "SQLite" : "PostgreSQL", 0), (numbers.Database.Provider, numbers.Database.PendingMigrations));
        Assert.True(numbers.Database.Bytes > 10_000);
    }

    [ToolFact]
    public async Task It_is_for_those_who_may_read_accounts()
    {
        await using var provider = await Provider.StartAsync(settings => settings.On(database));
        var outcome = await provider.InScopeAsync((ProviderOverview overview) => overview.ReadAsync(new Actor(Guid.Empty, null, 0), default));
        Assert.Equal(AccountErrors.Forbidden, Assert.IsType<Reading<OverviewNumbers>.Refused>(outcome).Error);
    }

    private static async Task<OverviewNumbers> ReadAsync(Provider provider, Actor actor) =>
        Assert.IsType<Reading<OverviewNumbers>.Found>(await provider.InScopeAsync((ProviderOverview overview) => overview.ReadAsync(actor, default))).What;
}

[Trait("Database", "Sqlite")]
public sealed class ProviderOverviewOnSqliteTests() : ProviderOverviewTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class ProviderOverviewOnPostgreSqlTests() : ProviderOverviewTests(DatabaseKind.PostgreSql);
