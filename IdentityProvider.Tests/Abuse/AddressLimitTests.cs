using System.Net;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.OtpFirst;

namespace IdentityProvider.Tests.Abuse;

/// <summary>What one source address may ask for, with the defaults.</summary>
public abstract class AddressLimitTests(ProviderFixture fixture)
{
    private readonly Provider _provider = fixture.Provider;

    [ToolFact]
    [Trait("Threat", "otp_address_limit")]
    public async Task An_hour_has_ten_codes_for_an_address_and_the_next_has_ten_more()
    {
        _provider.StartTheDay();
        var stranger = Stranger.At(_provider);
        for (var i = 0; i < 10; i++)
            (await stranger.AskForSomebodyAsync()).ExpectSent();
        var refusal = (await stranger.AskForSomebodyAsync()).ExpectRefusal("otp_address_limit");
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
        (await Stranger.At(_provider).AskForSomebodyAsync()).ExpectSent();

        _provider.Clock.Advance(refusal.RetryAfter.Value);
        (await stranger.AskForSomebodyAsync()).ExpectSent();
    }

    [ToolFact]
    [Trait("Threat", "otp_address_limit")]
    public async Task A_code_that_is_entered_is_given_back_with_those_that_were_asked_for_before_it()
    {
        _provider.StartTheDay();
        var office = Stranger.At(_provider);
        for (var i = 0; i < 4; i++)
        {
            var person = await _provider.Accounts.RegisterVerifiedAsync();
            (await office.AskAsync(person.Phone)).ExpectSent();
            (await office.AskAsync(person.Phone)).ExpectSent();
            await office.AskAndEnterAsync(person.Phone);
        }

        for (var i = 0; i < 10; i++)
            (await office.AskForSomebodyAsync()).ExpectSent();
        (await office.AskForSomebodyAsync()).ExpectRefusal("otp_address_limit");
    }

    [ToolFact]
    [Trait("Threat", "otp_address_limit")]
    public async Task The_addresses_of_one_IPv6_network_count_together()
    {
        _provider.StartTheDay();
        for (var i = 1; i <= 10; i++)
            (await new Stranger(_provider, $"2001:db8:a:b::{i}").AskForSomebodyAsync()).ExpectSent();
        (await new Stranger(_provider, "2001:db8:a:b:ffff::1").AskForSomebodyAsync()).ExpectRefusal("otp_address_limit");
        (await new Stranger(_provider, "2001:db8:a:c::1").AskForSomebodyAsync()).ExpectSent();
    }

    [ToolFact]
    [Trait("Threat", "otp_country_limit")]
    public async Task A_day_has_three_countries_for_an_address()
    {
        _provider.StartTheDay();
        var (stranger, home) = (Stranger.At(_provider), Person.New().Phone);
        foreach (var phone in new[] { home, "+66812345671", "+6581234567", "+66812345672" })
            (await stranger.AskAsync(phone)).ExpectSent();
        var refusal = (await stranger.AskAsync("+84912345678")).ExpectRefusal("otp_country_limit");
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromHours(17.9), TimeSpan.FromHours(18));
        (await stranger.AskForSomebodyAsync()).ExpectSent();

        // Not an hour later either; and on the next day.
        _provider.Clock.Advance(TimeSpan.FromHours(2));
        (await stranger.AskAsync("+84912345678")).ExpectRefusal("otp_country_limit");
        _provider.StartTheDay();
        (await stranger.AskAsync("+84912345678")).ExpectSent();
    }

    [ToolFact]
    [Trait("Threat", "otp_address_limit")]
    public async Task What_was_refused_has_taken_nothing_from_the_number()
    {
        _provider.StartTheDay();
        var (stranger, person) = (Stranger.At(_provider), await _provider.Accounts.RegisterVerifiedAsync());
        for (var i = 0; i < 10; i++)
            (await stranger.AskForSomebodyAsync()).ExpectSent();
        for (var i = 0; i < 5; i++)
            (await stranger.AskAsync(person.Phone)).ExpectRefusal("otp_address_limit");
        var owner = Stranger.At(_provider);
        for (var i = 0; i < 3; i++)
            (await owner.AskAsync(person.Phone)).ExpectSent();
    }

    [ToolFact]
    [Trait("Threat", "otp_address_limit")]
    public async Task A_code_that_is_refused_after_a_registration_leaves_the_account_which_can_ask_later()
    {
        _provider.StartTheDay();
        var app = new App(_provider);
        for (var i = 0; i < 10; i++)
            (await app.AskForCodeAsync(Person.New().Phone, CodePurposes.SignIn)).Expect(HttpStatusCode.Accepted);
        var refused = await app.AskForCodeAsync(Person.New().Phone, CodePurposes.SignIn);
        refused.ExpectRefusal(HttpStatusCode.TooManyRequests, "otp_address_limit");
        var wait = refused.Headers.RetryAfter!.Delta!.Value;

        var person = Person.New();
        var registered = (await app.PostAsync("/register", AccountsClient.RegistrationOf(person))).Expect(HttpStatusCode.Created);
        Assert.Null(registered["phone"]!["expiresAt"]);
        Assert.Empty(await _provider.Accounts.MailboxAsync(person.Phone));
        _provider.Clock.Advance(wait);
        await app.ProveAsync(person.Phone, CodePurposes.VerifyPhone);
        (await app.SignInAsync(person)).ExpectSuccess();
    }

    [ToolFact]
    [Trait("Threat", "enumeration")]
    public async Task The_counters_tell_no_known_number_from_an_unknown_one()
    {
        _provider.StartTheDay();
        var (known, unknown) = (await _provider.Accounts.RegisterVerifiedAsync(), Person.New());
        var answers = new List<List<string>>();
        foreach (var phone in new[] { known.Phone, unknown.Phone })
        {
            var stranger = Stranger.At(_provider);
            var answersHere = new List<string>();
            answers.Add(answersHere);
            for (var i = 0; i < 9; i++)
                (await stranger.AskForSomebodyAsync()).ExpectSent();
            foreach (var asked in new[] { phone, Person.New().Phone, phone })
                answersHere.Add((await stranger.AskAsync(asked)) is IdentityProvider.Accounts.CodeOutcome.Refused refused ? refused.Error.Code + refused.Error.Detail : "sent");
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal("sent", answers[0][0]);
        Assert.StartsWith("otp_address_limit", answers[0][1], StringComparison.Ordinal);
    }
}

/// <summary>The limits of an address as they are by default; a number may ask at once.</summary>
public abstract class WithAddressLimits(DatabaseKind database) : ProviderFixture
{
    protected override void Configure(ProviderSettings settings) => settings.On(database)
        .With("Issuer", "http://localhost").With("Accounts:Otp:ResendDelay", "00:00:00")
        .WithDefault("Accounts:Abuse:CodesPerAddressPerHour")
        .WithDefault("Accounts:Abuse:CountriesPerAddressPerDay");
}

[Trait("Database", "Sqlite")]
public sealed class AddressLimitOnSqlite(AddressLimitOnSqlite.Fixture fixture) : AddressLimitTests(fixture), IClassFixture<AddressLimitOnSqlite.Fixture>
{
    public sealed class Fixture() : WithAddressLimits(DatabaseKind.Sqlite);
}

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class AddressLimitOnPostgreSql(AddressLimitOnPostgreSql.Fixture fixture)
    : AddressLimitTests(fixture), IClassFixture<AddressLimitOnPostgreSql.Fixture>
{
    public sealed class Fixture() : WithAddressLimits(DatabaseKind.PostgreSql);
}
