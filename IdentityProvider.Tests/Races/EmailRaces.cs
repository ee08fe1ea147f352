using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Races;

/// <summary>Several accounts claim one address, and confirm it at the same instant.</summary>
public abstract class EmailRaces(ProviderFixture fixture)
{
    private const int Claimants = 5;
    private const int Rounds = 4;
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [ToolFact]
    [Trait("Requirement", "PF-3")]
    public async Task Of_many_who_confirm_one_address_at_once_one_owns_it()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var email = Person.New().Email;
            var tokens = new List<string>();
            for (var i = 0; i < Claimants; i++)
            {
                await _provider.Accounts.RegisterAsync(Person.New() with { Email = email });
                tokens.Add(await _app.MailedTokenAsync(email));
            }

            var answers = await AtOnce.CallAsync(Claimants, number => _app.PostAsync("/email/verify", new JsonObject { ["token"] = tokens[number] }));
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.Expect(HttpStatusCode.BadRequest));
            Assert.Equal(1, await _provider.InScopeAsync((ProviderDbContext db) => db.Users.CountAsync(user => user.Email == email)));
        }
    }

    [ToolFact]
    [Trait("Requirement", "PF-3")]
    public async Task Of_two_accounts_with_the_same_number_and_address_each_may_prove_one_at_once()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (first, phoneToken) = await _provider.Accounts.RegisterAsync(Person.New());
            var code = await _provider.Accounts.LatestCodeAsync(first.Phone);
            await _provider.Accounts.RegisterAsync(Person.New() with { Phone = first.Phone, Email = first.Email });
            var link = await _app.MailedTokenAsync(first.Email);

            var answers = await AtOnce.CallAsync(2, number => number == 0
                ? _app.EnterCodeAsync(first.Phone, "verify_phone", code, phoneToken)
                : _app.PostAsync("/email/verify", new JsonObject { ["token"] = link }));
            Assert.All(answers, answer => Assert.InRange((int)answer.Status, 200, 499));
            Assert.Equal(HttpStatusCode.OK, answers[0].Status);
        }
    }
}

[Trait("Database", "Sqlite")]
public sealed class EmailRacesOnSqlite(CodeRacesOnSqlite.Fixture fixture) : EmailRaces(fixture), IClassFixture<CodeRacesOnSqlite.Fixture>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class EmailRacesOnPostgreSql(CodeRacesOnPostgreSql.Fixture fixture) : EmailRaces(fixture), IClassFixture<CodeRacesOnPostgreSql.Fixture>;
