using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.OtpFirst;

/// <summary>Codes and registrations of one number, at the same instant.</summary>
public abstract class RegistrationRaces(ProviderFixture fixture)
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [ToolFact]
    [Trait("Requirement", "OF-8")]
    public async Task Of_many_who_confirm_one_proof_at_once_one_has_the_account()
    {
        var phone = Person.New().Phone;
        var proof = await _app.ProveAsync(phone, Newcomer.Purpose);
        var answers = await AllAtOnceAsync(10, () => _app.ConfirmAsync(phone, proof));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.ExpectRefusal(HttpStatusCode.Conflict, "phone_taken"));
        Assert.Equal(1, await _provider.InScopeAsync((ProviderDbContext db) => db.Users.CountAsync(user => user.PhoneNumber == phone)));
    }

    [ToolFact]
    [Trait("Requirement", "OF-4")]
    public async Task Of_many_who_ask_at_once_three_get_a_code()
    {
        var phone = Person.New().Phone;
        var answers = await AllAtOnceAsync(20, () => _app.AskForCodeAsync(phone, Newcomer.Purpose));
        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Accepted), answer => answer.ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_daily_limit"));
    }

    [ToolFact]
    [Trait("Requirement", "OF-6")]
    public async Task Of_many_guesses_at_once_five_are_looked_at()
    {
        var phone = Person.New().Phone;
        var rememberToken = await _app.AskAsync(phone);
        var wrong = await _app.WrongCodeAsync(phone);
        var answers = await AllAtOnceAsync(40, () => _app.EnterCodeAsync(phone, Newcomer.Purpose, wrong, rememberToken));
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.BadRequest));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.BadRequest), answer => answer.ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked"));
    }

    private static Task<T[]> AllAtOnceAsync<T>(int callers, Func<Task<T>> call) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(call)));
}

[Trait("Database", "Sqlite")]
public sealed class RegistrationRacesOnSqlite(OtpFirstProvider fixture) : RegistrationRaces(fixture), IClassFixture<OtpFirstProvider>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class RegistrationRacesOnPostgreSql(RegistrationRacesOnPostgreSql.Fixture fixture)
    : RegistrationRaces(fixture), IClassFixture<RegistrationRacesOnPostgreSql.Fixture>
{
    public sealed class Fixture : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => OtpFirstProvider.Apply(settings.On(DatabaseKind.PostgreSql));
    }
}
