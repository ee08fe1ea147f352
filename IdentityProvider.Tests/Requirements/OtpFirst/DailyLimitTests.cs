using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.OtpFirst;

/// <summary>What limits codes and proofs on a day. Every test has a provider of its own: they move its clock.</summary>
public sealed class DailyLimitTests : IAsyncLifetime
{
    private readonly string _phone = Person.New().Phone;
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(OtpFirstProvider.Apply);
        _app = new App(_provider);
        _provider.StartTheDay();
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    [Trait("Requirement", "OF-4")]
    public async Task A_day_has_three_codes_in_one_row_and_the_next_starts_at_zero()
    {
        for (var i = 0; i < 3; i++)
            await _app.AskAsync(_phone);
        var refused = await _app.AskForCodeAsync(_phone, Newcomer.Purpose);
        refused.ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_daily_limit");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromHours(17), TimeSpan.FromHours(18));
        Assert.Equal(1, await _provider.InScopeAsync((ProviderDbContext db) => db.OneTimeCodes.CountAsync(row => row.Phone == _phone)));

        _provider.Clock.Advance(refused.Headers.RetryAfter.Delta.Value);
        for (var i = 0; i < 3; i++)
            await _app.AskAsync(_phone);
        (await _app.AskForCodeAsync(_phone, Newcomer.Purpose)).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_daily_limit");
    }

    [Fact]
    [Trait("Requirement", "OF-5")]
    public async Task The_token_of_somebody_else_blocks_the_number_for_the_day()
    {
        var rememberToken = await _app.AskAsync(_phone);
        var code = await _provider.Accounts.LatestCodeAsync(_phone);
        var foreign = await _app.AskAsync(Person.New().Phone);
        (await _app.EnterCodeAsync(_phone, Newcomer.Purpose, code, foreign)).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked");
        (await _app.EnterCodeAsync(_phone, Newcomer.Purpose, code, rememberToken)).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked");
        (await _app.AskForCodeAsync(_phone, Newcomer.Purpose)).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked");

        _provider.Clock.Advance(TimeSpan.FromDays(1));
        await _app.JoinAsync(_phone);
    }

    [Fact]
    [Trait("Requirement", "OF-5")]
    public async Task A_number_that_nobody_asked_a_code_for_is_not_blocked_by_a_token()
    {
        var foreign = await _app.AskAsync(Person.New().Phone);
        (await _app.EnterCodeAsync(_phone, Newcomer.Purpose, "123456", foreign)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
        await _app.JoinAsync(_phone);
    }

    [Fact]
    [Trait("Requirement", "OF-6")]
    public async Task Five_wrong_codes_block_the_day()
    {
        var rememberToken = await _app.AskAsync(_phone);
        var wrong = await _app.WrongCodeAsync(_phone);
        for (var i = 0; i < 5; i++)
            (await _app.EnterCodeAsync(_phone, Newcomer.Purpose, wrong, rememberToken)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
        var code = await _provider.Accounts.LatestCodeAsync(_phone);
        (await _app.EnterCodeAsync(_phone, Newcomer.Purpose, code, rememberToken)).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked");
        _provider.Clock.Advance(TimeSpan.FromDays(1));
        await _app.JoinAsync(_phone);
    }

    [Fact]
    [Trait("Requirement", "OF-6")]
    public async Task An_expired_code_is_said_to_be_so_and_does_not_count()
    {
        var rememberToken = await _app.AskAsync(_phone);
        var code = await _provider.Accounts.LatestCodeAsync(_phone);
        _provider.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        for (var i = 0; i < 6; i++)
            (await _app.EnterCodeAsync(_phone, Newcomer.Purpose, code, rememberToken)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_expired");
        await _app.JoinAsync(_phone);
    }

    [Fact]
    [Trait("Requirement", "OF-6")]
    public async Task A_right_code_resets_both_counts()
    {
        for (var round = 0; round < 2; round++)
        {
            await _app.AskAsync(_phone);
            var rememberToken = await _app.AskAsync(_phone);
            var wrong = await _app.WrongCodeAsync(_phone);
            for (var i = 0; i < 4; i++)
                (await _app.EnterCodeAsync(_phone, Newcomer.Purpose, wrong, rememberToken)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
            var code = await _provider.Accounts.LatestCodeAsync(_phone);
            (await _app.EnterCodeAsync(_phone, Newcomer.Purpose, code, rememberToken)).Expect(HttpStatusCode.OK);
        }
    }

    [Fact]
    [Trait("Requirement", "OF-7")]
    public async Task A_wrong_proof_is_refused_and_blocks_the_day()
    {
        var proof = await _app.ProveAsync(_phone, Newcomer.Purpose);
        (await _app.ConfirmAsync(_phone, "made-up")).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
        (await _app.ConfirmAsync(_phone, proof)).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked");
        Assert.Equal(1, await _provider.InScopeAsync((ProviderDbContext db) => db.AuditEvents.CountAsync(what => what.Name == "malicious_request")));
        _provider.Clock.Advance(TimeSpan.FromDays(1));
        await _app.JoinAsync(_phone);
    }

    [Fact]
    [Trait("Requirement", "OF-7")]
    public async Task The_proof_of_another_number_or_purpose_is_a_wrong_one()
    {
        await _app.AskAsync(_phone);
        var foreign = await _app.ProveAsync(Person.New().Phone, Newcomer.Purpose);
        (await _app.ConfirmAsync(_phone, foreign)).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
        (await _app.AskForCodeAsync(_phone, Newcomer.Purpose)).ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_blocked");
    }

    [Fact]
    [Trait("Requirement", "OF-7")]
    public async Task A_proof_lives_ten_minutes()
    {
        var proof = await _app.ProveAsync(_phone, Newcomer.Purpose);
        _provider.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        (await _app.ConfirmAsync(_phone, proof)).ExpectRefusal(HttpStatusCode.BadRequest, "proof_expired");
        var other = await _app.ProveAsync(_phone, Newcomer.Purpose);
        _provider.Clock.Advance(TimeSpan.FromMinutes(9) + TimeSpan.FromSeconds(50));
        (await _app.ConfirmAsync(_phone, other)).Expect(HttpStatusCode.Created);
    }
}

/// <summary>The block that a foreign token brings is this document's own rule, and a setting.</summary>
public sealed class WithoutBlockTests : IAsyncLifetime
{
    private readonly string _phone = Person.New().Phone;
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(settings =>
        {
            OtpFirstProvider.Apply(settings);
            settings.With("Accounts:Otp:BlockOnForeignToken", "false");
        });
        _app = new App(_provider);
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    [Trait("Requirement", "OF-5")]
    public async Task Without_it_a_foreign_token_is_a_wrong_guess()
    {
        var rememberToken = await _app.AskAsync(_phone);
        var code = await _provider.Accounts.LatestCodeAsync(_phone);
        for (var i = 0; i < 4; i++)
            (await _app.EnterCodeAsync(_phone, Newcomer.Purpose, code, "foreign")).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
        var proof = (string)(await _app.EnterCodeAsync(_phone, Newcomer.Purpose, code, rememberToken)).Expect(HttpStatusCode.OK)["verifyToken"]!;
        for (var i = 0; i < 4; i++)
            (await _app.ConfirmAsync(_phone, "made-up")).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
        (await _app.ConfirmAsync(_phone, proof)).Expect(HttpStatusCode.Created);
    }
}
