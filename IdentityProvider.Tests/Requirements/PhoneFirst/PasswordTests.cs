using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.PhoneFirst;

/// <summary>New passwords for old ones, and for forgotten ones.</summary>
public sealed class PasswordTests : IAsyncLifetime
{
    private const string NewPassword = "Another-Horse-8";
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync() => _app = new App(_provider = await Provider.StartAsync());

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    [Trait("Requirement", "PF-10")]
    public async Task A_forgotten_password_is_reset_by_the_phone_and_every_session_ends()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var before = await _app.SignInAsync(person);
        var proof = await ForgetAsync(person);
        (await ResetAsync(proof)).Expect(HttpStatusCode.OK);

        Assert.Equal("invalid_grant", (await _app.SignInAsync(person)).Error);
        (await _app.SignInAsync(person.Phone, NewPassword)).ExpectSuccess();
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: before.ExpectAccessToken())).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    [Trait("Requirement", "PF-10")]
    public async Task A_reset_by_email_is_refused()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        await _provider.Accounts.VerifyEmailAsync(person);
        foreach (var email in new[] { person.Email, Person.New().Email })
            (await _app.PostAsync("/password/forgot", new JsonObject { ["email"] = email })).ExpectRefusal(HttpStatusCode.BadRequest, "channel_not_allowed");
    }

    [Fact]
    [Trait("Requirement", "PF-10")]
    public async Task Forgetting_is_answered_alike_for_a_number_that_nobody_has()
    {
        var known = (await _app.PostAsync("/password/forgot", new JsonObject { ["phone"] = (await _provider.Accounts.RegisterVerifiedAsync()).Phone })).Expect(HttpStatusCode.Accepted);
        var unknown = (await _app.PostAsync("/password/forgot", new JsonObject { ["phone"] = Person.New().Phone })).Expect(HttpStatusCode.Accepted);
        Assert.Equal(known.Select(member => member.Key), unknown.Select(member => member.Key));
    }

    [Fact]
    [Trait("Requirement", "PF-11")]
    public async Task The_current_password_changes_it_and_the_other_sessions_end()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var (here, elsewhere) = ((await _app.SignInAsync(person)).ExpectAccessToken(), await _app.SignInAsync(person));
        (await ChangeAsync(here, "Wrong-horse-9", NewPassword)).ExpectRefusal(HttpStatusCode.BadRequest, "wrong_password");
        var weak = (await ChangeAsync(here, person.Password, "weak")).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(4, weak["errors"]!["newPassword"]!.AsArray().Count);
        (await ChangeAsync(here, person.Password, NewPassword)).Expect(HttpStatusCode.OK);

        (await _app.CallAsync(HttpMethod.Get, "/profile", token: here)).Expect(HttpStatusCode.OK);
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: elsewhere.ExpectAccessToken())).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        (await _app.SignInAsync(person.Phone, NewPassword)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "PF-11")]
    public async Task Wrong_current_passwords_count_against_the_lock()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var token = (await _app.SignInAsync(person)).ExpectAccessToken();
        for (var i = 0; i < 5; i++)
            (await ChangeAsync(token, "Wrong-horse-" + i, NewPassword)).ExpectRefusal(HttpStatusCode.BadRequest, "wrong_password");
        var locked = await ChangeAsync(token, person.Password, NewPassword);
        locked.ExpectRefusal(HttpStatusCode.TooManyRequests, "too_many_attempts");
        Assert.NotNull(locked.Headers.RetryAfter);
        Assert.Equal("invalid_grant", (await _app.SignInAsync(person)).Error);

        _provider.Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        (await _app.SignInAsync(person)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "PF-12")]
    public async Task A_reset_without_a_good_proof_is_a_malicious_request_and_is_recorded_where_we_gave_it_out()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var proof = await ForgetAsync(person);
        var another = await _provider.Accounts.RegisterVerifiedAsync();
        string?[] madeUp =
        [
            null, "", "x", Jwt.Parse(proof).Unsigned(), Jwt.Parse(proof).Tampered(payload: claims => claims["sub"] = another.UserId),
            Jwt.Parse(proof).Tampered(payload: claims => claims["exp"] = (long)claims["exp"]! + 3600),
        ];
        foreach (var token in madeUp)
            (await ResetAsync(token)).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
        Assert.Equal(0, await CountEventsAsync());

        string[] misused = [await _app.ProveAsync(another.Phone, "sign_in"), await _app.MailedTokenAsync(person.Email)];
        foreach (var token in misused)
            (await ResetAsync(token)).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
        Assert.Equal(misused.Length, await CountEventsAsync());

        (await ResetAsync(proof)).Expect(HttpStatusCode.OK);
        (await ResetAsync(proof)).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
        Assert.Equal(misused.Length + 1, await CountEventsAsync());
    }

    [Fact]
    [Trait("Requirement", "PF-12")]
    public async Task A_proof_lives_ten_minutes_and_outlives_a_weak_password()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var proof = await ForgetAsync(person);
        (await ResetAsync(proof, "weak")).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        _provider.Clock.Advance(TimeSpan.FromMinutes(9));
        (await ResetAsync(proof)).Expect(HttpStatusCode.OK);

        var late = await ForgetAsync(person);
        _provider.Clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        (await ResetAsync(late)).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
    }

    [Fact]
    public async Task A_reset_lifts_the_lock()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        for (var i = 0; i < 5; i++)
            await _app.SignInAsync(person.Phone, "Wrong-horse-" + i);
        (await ResetAsync(await ForgetAsync(person))).Expect(HttpStatusCode.OK);
        (await _app.SignInAsync(person.Phone, NewPassword)).ExpectSuccess();
    }

    private Task<string> ForgetAsync(Person person) => _app.ProveAsync(person.Phone, "reset_password");

    private Task<ApiAnswer> ResetAsync(string? proof, string password = NewPassword) =>
        _app.PostAsync("/password/reset", new JsonObject { ["token"] = proof, ["newPassword"] = password });

    private Task<ApiAnswer> ChangeAsync(string token, string current, string next) =>
        _app.CallAsync(HttpMethod.Put, "/password", new JsonObject { ["currentPassword"] = current, ["newPassword"] = next }, token);

    private Task<int> CountEventsAsync() =>
        _provider.InScopeAsync((ProviderDbContext db) => db.AuditEvents.CountAsync(row => row.Name == AuditEvents.MaliciousRequest));
}
