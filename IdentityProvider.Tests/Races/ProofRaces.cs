using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Races;

/// <summary>Several people claim one number and prove it at the same instant.</summary>
public abstract class ProofRaces(ProviderFixture fixture)
{
    private const int Claimants = IdentifierClaims.MostClaims;
    private const int Registrations = 8;
    private readonly Provider _provider = fixture.Provider;

    [ToolFact]
    [Trait("Requirement", "PF-3")]
    public async Task Of_many_who_prove_one_number_at_once_one_owns_it()
    {
        var shared = Person.New();
        var claims = new List<(Person Person, JsonObject Proof)>();
        for (var i = 0; i < Claimants; i++)
        {
            var (person, rememberToken) = await _provider.Accounts.RegisterAsync(Person.New() with { Phone = shared.Phone });
            claims.Add((person, new JsonObject
            {
                ["phone"] = shared.Phone,
                ["purpose"] = "verify_phone",
                ["code"] = await _provider.Accounts.LatestCodeAsync(shared.Phone),
                ["rememberToken"] = rememberToken,
            }));
        }

        var answers = await AtOnce.CallAsync(Claimants, number => _provider.Accounts.PostAsync("/api/account/otp/verify", claims[number].Proof));

        var winner = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer != winner), answer => Assert.InRange((int)answer.StatusCode, 400, 499));
        var owners = await _provider.InScopeAsync((ProviderDbContext db) =>
            db.Users.Where(user => user.OwnedPhone == shared.Phone).Select(user => user.Id).ToListAsync());
        Assert.Equal(claims[Array.IndexOf(answers, winner)].Person.UserId, Assert.Single(owners).ToString());
        var claimsLeft = await _provider.InScopeAsync((ProviderDbContext db) => db.Users.CountAsync(user => user.PhoneNumber == shared.Phone));
        Assert.Equal(1, claimsLeft);
    }

    [ToolFact]
    [Trait("Requirement", "PF-2")]
    public async Task Of_many_registrations_of_one_verified_number_none_succeeds()
    {
        var owner = await _provider.Accounts.RegisterVerifiedAsync();
        var answers = await AtOnce.CallAsync(Registrations, _ =>
            _provider.Accounts.PostAsync("/api/account/register", AccountsClient.RegistrationOf(Person.New() with { Phone = owner.Phone })));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode));
    }
}

[Trait("Database", "Sqlite")]
public sealed class ProofRacesOnSqlite(ProofRacesOnSqlite.ManyCodes fixture) : ProofRaces(fixture), IClassFixture<ProofRacesOnSqlite.ManyCodes>
{
    /// <summary>A number may get a code for each of its claimants.</summary>
    public sealed class ManyCodes : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => settings.WithManyCodes();
    }
}

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class ProofRacesOnPostgreSql(ProofRacesOnPostgreSql.ManyCodes fixture) : ProofRaces(fixture), IClassFixture<ProofRacesOnPostgreSql.ManyCodes>
{
    /// <summary>A number may get a code for each of its claimants.</summary>
    public sealed class ManyCodes : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => settings.On(DatabaseKind.PostgreSql).WithManyCodes();
    }
}
