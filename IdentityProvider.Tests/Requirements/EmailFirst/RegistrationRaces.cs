using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.EmailFirst;

/// <summary>Registrations of one address, at the same instant.</summary>
public abstract class RegistrationRaces(DatabaseKind database) : IAsyncLifetime
{
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(settings => settings.On(database).With("Accounts:Preset", "EmailFirst"));
        _app = new App(_provider);
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [ToolFact]
    [Trait("Requirement", "EF-11")]
    public async Task Of_many_registrations_of_one_address_at_once_one_makes_the_account()
    {
        for (var round = 0; round < 3; round++)
        {
            var person = Person.New();
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => _app.PostAsync("/register", Customers.RegistrationOf(person)))));
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.ExpectRefusal(HttpStatusCode.Conflict, "email_taken"));
            Assert.Equal(1, await _provider.InScopeAsync((ProviderDbContext db) => db.Users.CountAsync(user => user.Email == person.Email)));
            Assert.Single(await _provider.Accounts.MailboxAsync(person.Email));
        }
    }
}

[Trait("Database", "Sqlite")]
public sealed class RegistrationRacesOnSqlite() : RegistrationRaces(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class RegistrationRacesOnPostgreSql() : RegistrationRaces(DatabaseKind.PostgreSql);
