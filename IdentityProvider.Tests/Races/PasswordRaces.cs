using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Races;

/// <summary>Right and wrong passwords, tried at the same instant.</summary>
public abstract class PasswordRaces(ProviderFixture fixture)
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [ToolFact]
    public async Task A_right_password_among_wrong_ones_is_answered_properly()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var answers = await AtOnce.CallAsync(60, number => number % 3 == 0 ? _app.SignInAsync(person) : _app.SignInAsync(person.Phone, "Wrong-horse-9"));
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, answer.ToString()));
    }

    [ToolFact]
    [Trait("Requirement", "PF-11")]
    public async Task Of_many_guesses_at_the_current_password_five_are_looked_at()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var token = (await _app.SignInAsync(person)).ExpectAccessToken();
        var answers = await AtOnce.CallAsync(40, _ => _app.CallAsync(
            HttpMethod.Put, "/password", new JsonObject { ["currentPassword"] = "Wrong-horse-9", ["newPassword"] = "Another-Horse-8" }, token));
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.BadRequest));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.BadRequest), answer => answer.ExpectRefusal(HttpStatusCode.TooManyRequests, "too_many_attempts"));
    }
}

[Trait("Database", "Sqlite")]
public sealed class PasswordRacesOnSqlite(SqliteProvider fixture) : PasswordRaces(fixture), IClassFixture<SqliteProvider>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class PasswordRacesOnPostgreSql(PostgreSqlProvider fixture) : PasswordRaces(fixture), IClassFixture<PostgreSqlProvider>;
