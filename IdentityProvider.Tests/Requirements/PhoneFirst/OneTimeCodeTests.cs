using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.PhoneFirst;

/// <summary>Codes by SMS, and what limits them. Every test has a provider of its own: they move its clock.</summary>
public sealed class OneTimeCodeTests : IAsyncLifetime
{
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync();
        _app = new App(_provider);

        // Well within a day, so that no test is about midnight by chance.
        var now = _provider.Clock.GetUtcNow();
        _provider.Clock.Advance(now.UtcDateTime.Date.AddDays(1).AddHours(6) - now.UtcDateTime);
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    [Trait("Requirement", "PF-7")]
    public async Task A_code_lives_five_minutes()
    {
        var (person, rememberToken) = await _provider.Accounts.RegisterAsync(Person.New());
        var code = await _provider.Accounts.LatestCodeAsync(person.Phone);
        _provider.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        (await _app.EnterCodeAsync(person.Phone, "verify_phone", code, rememberToken)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_expired");

        var (other, otherToken) = await _provider.Accounts.RegisterAsync(Person.New());
        _provider.Clock.Advance(TimeSpan.FromMinutes(4) + TimeSpan.FromSeconds(50));
        await _provider.Accounts.VerifyPhoneAsync(other, otherToken);
    }

    [Fact]
    public async Task The_wait_grows_and_a_day_has_three_codes()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        foreach (var (early, late) in new[] { (58, 3), (175, 10) })
        {
            _provider.Clock.Advance(TimeSpan.FromSeconds(early));
            var refused = await _app.AskForCodeAsync(person.Phone, "verify_phone");
            refused.ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_resend_delay");
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
            _provider.Clock.Advance(TimeSpan.FromSeconds(late));
            (await _app.AskForCodeAsync(person.Phone, "verify_phone")).Expect(HttpStatusCode.Accepted);
        }

        _provider.Clock.Advance(TimeSpan.FromHours(1));
        var daily = await _app.AskForCodeAsync(person.Phone, "verify_phone");
        daily.ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_daily_limit");
        Assert.InRange(daily.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromHours(1), TimeSpan.FromDays(1));

        _provider.Clock.Advance(TimeSpan.FromDays(1));
        (await _app.AskForCodeAsync(person.Phone, "verify_phone")).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Five_wrong_codes_block_the_day_and_a_new_code_does_not_help()
    {
        var (person, rememberToken) = await _provider.Accounts.RegisterAsync(Person.New());
        for (var i = 0; i < 3; i++)
            (await _app.EnterCodeAsync(person.Phone, "verify_phone", await _app.WrongCodeAsync(person.Phone), rememberToken)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");

        _provider.Clock.Advance(TimeSpan.FromMinutes(2));
        var renewed = (string)(await _app.AskForCodeAsync(person.Phone, "verify_phone")).Expect(HttpStatusCode.Accepted)["rememberToken"]!;
        for (var i = 0; i < 2; i++)
            (await _app.EnterCodeAsync(person.Phone, "verify_phone", await _app.WrongCodeAsync(person.Phone), renewed)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");

        var code = await _provider.Accounts.LatestCodeAsync(person.Phone);
        var blocked = await _app.EnterCodeAsync(person.Phone, "verify_phone", code, renewed);
        blocked.ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked");
        Assert.NotNull(blocked.Headers.RetryAfter);
        _provider.Clock.Advance(TimeSpan.FromMinutes(4));
        (await _app.AskForCodeAsync(person.Phone, "verify_phone")).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked");
    }

    [Fact]
    public async Task The_token_of_somebody_else_is_refused_and_counted_apart_from_the_owner_s_guesses()
    {
        var (person, rememberToken) = await _provider.Accounts.RegisterAsync(Person.New());
        var (_, foreign) = await _provider.Accounts.RegisterAsync(Person.New());
        var code = await _provider.Accounts.LatestCodeAsync(person.Phone);
        for (var i = 0; i < 5; i++)
            (await _app.EnterCodeAsync(person.Phone, "verify_phone", code, foreign)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
        (await _app.EnterCodeAsync(person.Phone, "verify_phone", code, foreign)).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked");
        (await _app.EnterCodeAsync(person.Phone, "verify_phone", code, rememberToken)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("sign_in")]
    [InlineData("reset_password")]
    public async Task A_stranger_s_tokens_don_t_keep_the_owner_from_a_code(string purpose)
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        for (var i = 0; i < 5; i++)
            (await _app.EnterCodeAsync(person.Phone, purpose, "123456", "zzz")).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
        await _app.ProveAsync(person.Phone, purpose);
    }

    [Fact]
    public async Task A_code_for_one_purpose_is_good_for_no_other()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var asked = (await _app.AskForCodeAsync(person.Phone, "sign_in")).Expect(HttpStatusCode.Accepted);
        var code = await _provider.Accounts.LatestCodeAsync(person.Phone);
        (await _app.EnterCodeAsync(person.Phone, "reset_password", code, (string)asked["rememberToken"]!)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
    }

    [Theory]
    [InlineData("verify_phone")]
    [InlineData("sign_in")]
    [InlineData("reset_password")]
    public async Task A_number_that_nobody_has_is_answered_like_one_that_somebody_has(string purpose)
    {
        var person = purpose == "verify_phone" ? (await _provider.Accounts.RegisterAsync(Person.New())).Person : await _provider.Accounts.RegisterVerifiedAsync();
        _provider.Clock.Advance(TimeSpan.FromMinutes(2));
        var (stranger, nobody) = (Person.New().Phone, Person.New().Phone);
        await _app.AskForCodeAsync(stranger, purpose);
        _provider.Clock.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(Shape(await _app.AskForCodeAsync(person.Phone, purpose)), Shape(await _app.AskForCodeAsync(nobody, purpose)));
        Assert.Equal(Shape(await _app.AskForCodeAsync(person.Phone, purpose)), Shape(await _app.AskForCodeAsync(nobody, purpose)));
        Assert.Empty(await _provider.Accounts.MailboxAsync(nobody));

        var asked = (await _app.AskForCodeAsync(stranger, purpose)).Expect(HttpStatusCode.Accepted);
        for (var i = 0; i < 5; i++)
            (await _app.EnterCodeAsync(stranger, purpose, "12345" + i, (string)asked["rememberToken"]!)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
        (await _app.EnterCodeAsync(stranger, purpose, "123456", (string)asked["rememberToken"]!)).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked");
    }

    [Fact]
    public async Task A_code_is_nowhere_in_the_database_in_clear()
    {
        var (person, rememberToken) = await _provider.Accounts.RegisterAsync(Person.New());
        var code = await _provider.Accounts.LatestCodeAsync(person.Phone);
        var row = await _provider.InScopeAsync((ProviderDbContext db) => db.OneTimeCodes.SingleAsync(row => row.Phone == person.Phone));
        Assert.DoesNotContain(code, string.Join('|', row.CodeHash, row.RememberHash, row.KeyId, row.VerifyHash), StringComparison.Ordinal);
        Assert.NotEqual(rememberToken, row.RememberHash);
        var message = await _provider.InScopeAsync((ProviderDbContext db) => db.Messages.SingleAsync(row => row.To == person.Phone));
        Assert.DoesNotContain(code, System.Text.Encoding.UTF8.GetString(message.Protected), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_names_the_product_and_ends_with_the_line_for_this_origin()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        var message = Assert.Single(await _provider.Accounts.MailboxAsync(person.Phone));
        var body = (string)message["body"]!;
        Assert.StartsWith("IdentityProvider:", body, StringComparison.Ordinal);
        Assert.EndsWith($"\n@localhost #{(string?)message["code"]}", body, StringComparison.Ordinal);
        Assert.Equal("sms", (string?)message["channel"]);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("register")]
    [InlineData(null)]
    public async Task A_purpose_that_there_is_not_is_refused(string? purpose) =>
        (await _app.PostAsync("/otp", new JsonObject { ["phone"] = Person.New().Phone, ["purpose"] = purpose })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");

    private static string Shape(ApiAnswer answer) =>
        $"{answer.Status} {answer.MediaType} {(string?)answer.Body!["code"]} {string.Join(',', answer.Body!.AsObject().Select(member => member.Key))} "
        + string.Join(',', answer.Headers.Select(header => header.Key).Where(name => name != "Date").Order(StringComparer.Ordinal));
}
