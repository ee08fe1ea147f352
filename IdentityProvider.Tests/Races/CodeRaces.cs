using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Races;

/// <summary>Codes and proofs, asked for and given many times at the same instant.</summary>
public abstract class CodeRaces(ProviderFixture fixture)
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [ToolFact]
    public async Task Of_many_who_ask_at_once_as_many_get_a_code_as_the_day_has()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var answers = await AtOnce.CallAsync(20, _ => _app.AskForCodeAsync(person.Phone, "sign_in"));
        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Accepted));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Accepted), answer => answer.ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_daily_limit"));
    }

    [ToolFact]
    public async Task Of_many_guesses_at_once_five_are_looked_at()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var asked = (await _app.AskForCodeAsync(person.Phone, "sign_in")).Expect(HttpStatusCode.Accepted);
        var wrong = await _app.WrongCodeAsync(person.Phone);
        var answers = await AtOnce.CallAsync(40, _ => _app.EnterCodeAsync(person.Phone, "sign_in", wrong, (string)asked["rememberToken"]!));
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.BadRequest));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.BadRequest), answer => answer.ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked"));
    }

    [ToolFact]
    public async Task A_right_code_is_redeemed_once_and_does_not_block_the_number()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var asked = (await _app.AskForCodeAsync(person.Phone, "sign_in")).Expect(HttpStatusCode.Accepted);
        var code = await _provider.Accounts.LatestCodeAsync(person.Phone);
        var answers = await AtOnce.CallAsync(20, _ => _app.EnterCodeAsync(person.Phone, "sign_in", code, (string)asked["rememberToken"]!));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        await _app.ProveAsync(person.Phone, "sign_in");
    }

    [ToolFact]
    [Trait("Requirement", "PF-12")]
    public async Task Of_many_resets_with_one_proof_one_succeeds()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var proof = await _app.ProveAsync(person.Phone, "reset_password");
        var answers = await AtOnce.CallAsync(8, number => _app.PostAsync("/password/reset", new System.Text.Json.Nodes.JsonObject
        {
            ["token"] = proof, ["newPassword"] = $"Another-Horse-{number}",
        }));
        var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer != winner), answer => answer.ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request"));
        (await _app.SignInAsync(person.Phone, $"Another-Horse-{Array.IndexOf(answers, winner)}")).ExpectSuccess();
    }

    [ToolFact]
    [Trait("Requirement", "PF-8")]
    public async Task A_link_that_is_followed_many_times_at_once_confirms_once()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        var token = await _app.MailedTokenAsync(person.Email);
        var answers = await AtOnce.CallAsync(8, _ => _app.PostAsync("/email/verify", new System.Text.Json.Nodes.JsonObject { ["token"] = token }));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers, answer => Assert.InRange((int)answer.Status, 200, 499));
    }

    [ToolFact]
    public async Task Right_passwords_at_once_all_sign_in()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        Assert.All(await AtOnce.CallAsync(20, _ => _app.SignInAsync(person)), answer => answer.ExpectSuccess());
    }
}

/// <summary>Codes without waiting between them; the day's numbers are those of the policy.</summary>
public abstract class WithoutDelay(DatabaseKind database) : ProviderFixture
{
    protected override void Configure(ProviderSettings settings) => settings.On(database).With("Accounts:Otp:ResendDelay", "00:00:00");
}

[Trait("Database", "Sqlite")]
public sealed class CodeRacesOnSqlite(CodeRacesOnSqlite.Fixture fixture) : CodeRaces(fixture), IClassFixture<CodeRacesOnSqlite.Fixture>
{
    public sealed class Fixture() : WithoutDelay(DatabaseKind.Sqlite);
}

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class CodeRacesOnPostgreSql(CodeRacesOnPostgreSql.Fixture fixture) : CodeRaces(fixture), IClassFixture<CodeRacesOnPostgreSql.Fixture>
{
    private readonly Provider _provider = fixture.Provider;

    public sealed class Fixture() : WithoutDelay(DatabaseKind.PostgreSql);

    [ToolFact]
    public async Task Whose_account_goes_while_they_ask_is_answered_like_a_stranger()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        await using var db = await NewContextAsync();
        var messages = await db.Messages.CountAsync(message => message.To == person.Phone);
        await using var deletion = await db.Database.BeginTransactionAsync();
        await db.Users.Where(user => user.PhoneNumber == person.Phone).ExecuteDeleteAsync();

        // The account is still there for everybody else: the code is written, and waits for what becomes of its account.
        var asking = new App(_provider).AskForCodeAsync(person.Phone, "sign_in");
        await using var watch = await NewContextAsync();
        while ((await watch.Database.SqlQuery<int>($"SELECT pid AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").ToListAsync()).Count == 0)
            Assert.False(asking.IsCompleted, "The request did not wait.");
        await deletion.CommitAsync();

        (await asking).Expect(HttpStatusCode.Accepted);
        Assert.Equal(messages, await watch.Messages.CountAsync(message => message.To == person.Phone));
    }

    private Task<ProviderDbContext> NewContextAsync() =>
        _provider.Services.GetRequiredService<IDbContextFactory<ProviderDbContext>>().CreateDbContextAsync();
}
