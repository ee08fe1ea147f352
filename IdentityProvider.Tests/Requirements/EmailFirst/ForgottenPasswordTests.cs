using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements.EmailFirst;

/// <summary>A link by e-mail permits a new password, once.</summary>
public sealed class ForgottenPasswordTests(ForgottenPasswordTests.WithFrontEnd fixture) : IClassFixture<ForgottenPasswordTests.WithFrontEnd>
{
    private const string NewPassword = "Another-Horse-77";
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    /// <summary>A provider whose front end shows its own pages.</summary>
    public sealed class WithFrontEnd : EmailFirstProvider
    {
        protected override void Configure(ProviderSettings settings)
        {
            base.Configure(settings);
            settings.With("Accounts:FrontEnd:ResetUrl", "https://shop.example/new-password?from=mail");
        }
    }

    [Fact]
    [Trait("Requirement", "EF-9")]
    public async Task The_mail_leads_to_the_front_end()
    {
        var person = await _app.AddCustomerAsync();
        (await ForgetAsync(person.Email)).Expect(HttpStatusCode.Accepted);
        var link = (string)(await _provider.Accounts.MailboxAsync(person.Email))[0]["link"]!;
        Assert.StartsWith("https://shop.example/new-password?from=mail&token=", link, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "EF-9")]
    public async Task An_address_that_nobody_has_is_told()
    {
        (await ForgetAsync(Person.New().Email)).ExpectRefusal(HttpStatusCode.NotFound, "user_not_found");
        (await ForgetAsync("no address")).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        (await _app.PostAsync("/password/forgot", new JsonObject { ["phone"] = Person.New().Phone })).ExpectRefusal(HttpStatusCode.BadRequest, "channel_not_allowed");
    }

    [Fact]
    [Trait("Requirement", "EF-9")]
    public async Task A_setting_hushes_it()
    {
        await using var hushed = await Provider.StartAsync(settings => settings.With("Accounts:Preset", "EmailFirst").With("Accounts:RevealUnknownUsers", "false"));
        var app = new App(hushed);
        var person = await app.AddCustomerAsync();
        var known = await app.PostAsync("/password/forgot", new JsonObject { ["email"] = person.Email });
        var unknown = await app.PostAsync("/password/forgot", new JsonObject { ["email"] = Person.New().Email });
        Assert.Equal(HttpStatusCode.Accepted, known.Status);
        Assert.Equal(known.Status, unknown.Status);
        Assert.Equal(known.Body!.ToJsonString(), unknown.Body!.ToJsonString());
        var link = (string)(await hushed.Accounts.MailboxAsync(person.Email))[0]["link"]!;
        Assert.StartsWith($"{hushed.Issuer}/account/reset?token=", link, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "EF-10")]
    public async Task The_token_works_once_and_ends_every_session()
    {
        var person = await _app.AddCustomerAsync();
        var sessions = new[] { await _app.SignInByEmailAsync(person.Email, person.Password), await _app.SignInByEmailAsync(person.Email, person.Password) };
        await ForgetAsync(person.Email);
        var token = await _app.MailedTokenAsync(person.Email);
        (await ResetAsync(token, "weak")).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        (await ResetAsync(token, NewPassword)).Expect(HttpStatusCode.OK);
        (await ResetAsync(token, "Third-Horse-777")).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");

        foreach (var session in sessions)
        {
            (await _app.CallAsync(HttpMethod.Get, "/profile", token: session.ExpectAccessToken())).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
            Assert.Equal("invalid_grant", (await _app.RefreshAsync(session.ExpectRefreshToken())).Error);
        }

        Assert.Equal("invalid_grant", (await _app.SignInByEmailAsync(person.Email, person.Password)).Error);
        (await _app.SignInByEmailAsync(person.Email, NewPassword)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "EF-10")]
    public async Task Whoever_follows_the_link_has_the_address()
    {
        var person = await _app.RegisterCustomerAsync();
        await ForgetAsync(person.Email);
        (await ResetAsync(await _app.MailedTokenAsync(person.Email), NewPassword)).Expect(HttpStatusCode.OK);
        (await _app.SignInByEmailAsync(person.Email, NewPassword)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "EF-10")]
    public async Task A_link_lives_an_hour_and_an_older_one_dies_with_the_use_of_a_newer()
    {
        var person = await _app.AddCustomerAsync();
        await ForgetAsync(person.Email);
        var older = await _app.MailedTokenAsync(person.Email);
        await ForgetAsync(person.Email);
        (await ResetAsync(await _app.MailedTokenAsync(person.Email), NewPassword)).Expect(HttpStatusCode.OK);
        (await ResetAsync(older, "Third-Horse-777")).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");

        await ForgetAsync(person.Email);
        var late = await _app.MailedTokenAsync(person.Email);
        _provider.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        (await ResetAsync(late, "Third-Horse-777")).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
    }

    [Fact]
    [Trait("Requirement", "EF-10")]
    public async Task No_other_token_of_ours_sets_a_password()
    {
        var person = await _app.RegisterCustomerAsync();
        var confirmation = await _app.MailedTokenAsync(person.Email);
        (await ResetAsync(confirmation, NewPassword)).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
        await ForgetAsync(person.Email);
        var reset = await _app.MailedTokenAsync(person.Email);
        (await _app.PostAsync("/email/verify", new JsonObject { ["token"] = reset })).ExpectRefusal(HttpStatusCode.BadRequest, "link_invalid");
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: reset)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        var confirmed = await _app.AddCustomerAsync();
        (await ResetAsync(await _app.TokenOfAsync(confirmed), NewPassword)).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
    }

    [Fact]
    public async Task An_address_gets_no_more_than_so_many_messages_a_day()
    {
        var person = await _app.AddCustomerAsync();
        for (var i = 0; i < 10; i++)
            (await ForgetAsync(person.Email)).Expect(HttpStatusCode.Accepted);
        (await ForgetAsync(person.Email)).ExpectRefusal(HttpStatusCode.TooManyRequests, "email_daily_limit");
    }

    private Task<ApiAnswer> ForgetAsync(string email) => _app.PostAsync("/password/forgot", new JsonObject { ["email"] = email });

    private Task<ApiAnswer> ResetAsync(string token, string password) =>
        _app.PostAsync("/password/reset", new JsonObject { ["token"] = token, ["newPassword"] = password });
}
