using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.Clinic;

/// <summary>Sign-ins, registrations, new passwords and deactivations at the same instant.</summary>
public abstract class SessionRaces(ProviderFixture fixture)
{
    private const int Rounds = 4;
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [ToolFact]
    [Trait("Requirement", "CL-4")]
    public async Task Of_many_sign_ins_at_once_one_wins()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var person = await _provider.AddStaffAsync("user");
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() =>
                number % 2 == 0 ? _app.SignInAsync(person) : _app.SignInByEmailAsync(person.Email, person.Password))));
            var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.All(answers.Where(answer => answer != winner), OneSessionTests.ExpectAlreadySignedIn);
            (await _app.CallAsync(HttpMethod.Get, "/profile", token: winner.ExpectAccessToken())).Expect(HttpStatusCode.OK);
            (await _app.LogOutAsync(winner.ExpectAccessToken())).Expect(HttpStatusCode.OK);
        }
    }

    [ToolFact]
    [Trait("Requirement", "CL-1")]
    public async Task Of_many_registrations_of_one_number_at_once_one_makes_the_account()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var person = Person.New();
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => _app.PostAsync("/register", Patients.RegistrationOf(person)))));
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.ExpectRefusal(HttpStatusCode.Conflict, "phone_taken"));
            Assert.Equal(1, await _provider.InScopeAsync((ProviderDbContext db) => db.Users.CountAsync(user => user.PhoneNumber == person.Phone)));
        }
    }

    [ToolFact]
    [Trait("Requirement", "CL-8")]
    public async Task A_sign_in_with_the_old_password_does_not_outlive_a_reset_of_the_same_instant()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var person = await _provider.AddStaffAsync("user");
            var proof = await _app.ProveAsync(person.Phone, "reset_password");
            var signIns = Enumerable.Range(0, 3).Select(_ => Task.Run(() => _app.SignInAsync(person))).ToList();
            var reset = await Task.Run(() => _app.PostAsync("/password/reset", new JsonObject { ["token"] = proof, ["newPassword"] = "Another-Horse-77" }));
            reset.Expect(HttpStatusCode.OK);
            await ExpectNoneInAsync(await Task.WhenAll(signIns));
            var renewed = await _app.SignInAsync(person.Phone, "Another-Horse-77");
            (await _app.LogOutAsync(renewed.ExpectAccessToken())).Expect(HttpStatusCode.OK);
        }
    }

    [ToolFact]
    [Trait("Requirement", "CL-9")]
    public async Task A_sign_in_does_not_outlive_a_deactivation_of_the_same_instant()
    {
        var (_, admin) = await _app.SignedInStaffAsync(_provider, "superAdmin");
        for (var round = 0; round < Rounds; round++)
        {
            var person = await _provider.AddStaffAsync("user");
            var signIns = Enumerable.Range(0, 3).Select(_ => Task.Run(() => _app.SignInAsync(person))).ToList();
            (await _app.UsersAsync(HttpMethod.Post, $"/{person.UserId}/deactivate", null, admin)).Expect(HttpStatusCode.OK);
            var answers = await Task.WhenAll(signIns);
            (await _app.UsersAsync(HttpMethod.Post, $"/{person.UserId}/activate", null, admin)).Expect(HttpStatusCode.OK);
            await ExpectNoneInAsync(answers);
        }
    }

    private async Task ExpectNoneInAsync(IEnumerable<TokenAnswer> signIns)
    {
        foreach (var answer in signIns.Where(answer => answer.Status == HttpStatusCode.OK))
        {
            (await _app.CallAsync(HttpMethod.Get, "/profile", token: answer.ExpectAccessToken())).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
            Assert.Equal("invalid_grant", (await _app.RefreshAsync(answer.ExpectRefreshToken())).Error);
        }
    }
}

[Trait("Database", "Sqlite")]
public sealed class SessionRacesOnSqlite(ClinicProvider fixture) : SessionRaces(fixture), IClassFixture<ClinicProvider>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class SessionRacesOnPostgreSql(SessionRacesOnPostgreSql.Fixture fixture) : SessionRaces(fixture), IClassFixture<SessionRacesOnPostgreSql.Fixture>
{
    public sealed class Fixture : ClinicProvider
    {
        protected override void Configure(ProviderSettings settings) => Apply(settings.On(DatabaseKind.PostgreSql));
    }
}
