using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IdentityProvider.Tests.Accounts;

/// <summary>What strangers make the database hold has an end.</summary>
public abstract class StrangersRowsTests(DatabaseKind database) : IAsyncLifetime
{
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync() => _app = new App(_provider = await Provider.StartAsync(settings => settings.On(database)));

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [ToolFact]
    public async Task What_is_no_identifier_leaves_one_row_a_network()
    {
        for (var i = 0; i < 10; i++)
            Assert.Equal("invalid_grant", (await _app.SignInAsync("nobody-" + i, "Wrong-horse-9")).Error);
        Assert.Equal(1, await _provider.InScopeAsync((ProviderDbContext db) => db.LoginFailures.CountAsync()));
    }

    [ToolFact]
    public async Task An_account_that_was_never_proven_nor_used_goes_after_a_month()
    {
        var (left, _) = await _provider.Accounts.RegisterAsync(Person.New());
        var proven = await _provider.Accounts.RegisterVerifiedAsync();
        var (byEmail, _) = await _provider.Accounts.RegisterAsync(Person.New());
        await _provider.Accounts.VerifyEmailAsync(byEmail);
        _provider.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Equal(0, await RemoveAsync());
        _provider.Clock.Advance(TimeSpan.FromDays(1.1));
        Assert.Equal(1, await RemoveAsync());
        var ids = await _provider.InScopeAsync((ProviderDbContext db) => db.Users.Select(user => user.Id.ToString()).ToListAsync());
        Assert.Equal(new[] { proven.UserId, byEmail.UserId }.Order(), ids.Select(id => id.ToLowerInvariant()).Order());
        await _provider.Accounts.RegisterAsync(left with { UserId = "" });
    }

    private Task<int> RemoveAsync() => _provider.Services.GetServices<IHostedService>().OfType<UnprovenAccounts>().Single().RemoveAsync(default);
}

[Trait("Database", "Sqlite")]
public sealed class StrangersRowsOnSqliteTests() : StrangersRowsTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class StrangersRowsOnPostgreSqlTests() : StrangersRowsTests(DatabaseKind.PostgreSql);
