using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.PhoneFirst;

/// <summary>Making an account.</summary>
public sealed class RegistrationTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    [Trait("Requirement", "PF-1")]
    public async Task Phone_email_password_and_name_make_an_account()
    {
        var person = Person.New();
        var answer = (await _app.PostAsync("/register", AccountsClient.RegistrationOf(person))).Expect(HttpStatusCode.Created);
        Assert.True(Guid.TryParse((string?)answer["userId"], out _));
        Assert.Equal(person.Phone, (string?)answer["phone"]!["value"]);
        Assert.False((bool)answer["phone"]!["verified"]!);
        Assert.NotNull((string?)answer["phone"]!["rememberToken"]);
        Assert.Equal(person.Email, (string?)answer["email"]!["value"]);
        Assert.False((bool)answer["email"]!["verified"]!);
    }

    [Theory]
    [InlineData("phone")]
    [InlineData("email")]
    [InlineData("password")]
    [InlineData("fullName")]
    [Trait("Requirement", "PF-1")]
    public async Task Without_one_of_the_four_there_is_no_account(string field)
    {
        var person = Person.New();
        var registration = AccountsClient.RegistrationOf(person);
        registration.Remove(field);
        var problem = (await _app.PostAsync("/register", registration)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(field, Assert.Single(problem["errors"]!.AsObject()).Key);
        Assert.Equal(0, await CountAsync(person));
    }

    [Fact]
    [Trait("Requirement", "PF-1")]
    public async Task Everything_that_is_missing_is_named_in_one_answer()
    {
        var problem = (await _app.PostAsync("/register", new JsonObject())).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(["email", "fullName", "password", "phone"], problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "PF-2")]
    public async Task What_another_account_has_verified_is_taken()
    {
        var owner = await _provider.Accounts.RegisterVerifiedAsync();
        await _provider.Accounts.VerifyEmailAsync(owner);

        (await RegisterAsync(Person.New() with { Phone = owner.Phone })).ExpectRefusal(HttpStatusCode.Conflict, "phone_taken");
        (await RegisterAsync(Person.New() with { Email = owner.Email.ToUpperInvariant() })).ExpectRefusal(HttpStatusCode.Conflict, "email_taken");
        var both = (await RegisterAsync(Person.New() with { Phone = owner.Phone, Email = owner.Email })).ExpectRefusal(HttpStatusCode.Conflict, "phone_taken");
        Assert.Equal(["email", "phone"], both["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("09 {0}")]
    [InlineData("+95 9 {0}")]
    [InlineData("959{0}")]
    [InlineData("00959-{0}")]
    [InlineData("+95 (0)9 {0}")]
    [Trait("Requirement", "PF-2")]
    public async Task One_number_is_one_number_however_it_is_written(string form)
    {
        var owner = await _provider.Accounts.RegisterVerifiedAsync();
        var written = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, owner.Phone["+959".Length..]);
        (await RegisterAsync(Person.New() with { Phone = written })).ExpectRefusal(HttpStatusCode.Conflict, "phone_taken");
    }

    [Theory]
    [InlineData("Sh0rt!", "At least 12 characters.")]
    [InlineData("nolower-UPPER-only", "A digit.")]
    [InlineData("alllowercase-1", "An upper-case letter.")]
    [InlineData("ALLUPPERCASE-1", "A lower-case letter.")]
    [InlineData("NoSymbolsAtAll1", "A symbol.")]
    [Trait("Requirement", "PF-9")]
    public async Task A_password_that_breaks_a_rule_is_told_which(string password, string sentence)
    {
        var problem = (await RegisterAsync(Person.New() with { Password = password })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Contains(sentence, problem["errors"]!["password"]!.AsArray().Select(text => (string?)text));
    }

    [Fact]
    [Trait("Requirement", "PF-9")]
    public async Task A_password_that_breaks_every_rule_is_told_all_of_them()
    {
        var problem = (await RegisterAsync(Person.New() with { Password = "မ" })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Equal(5, problem["errors"]!["password"]!.AsArray().Count);
    }

    [Fact]
    public async Task Nobody_gives_themselves_a_role()
    {
        var registration = AccountsClient.RegistrationOf(Person.New());
        registration["role"] = "superAdmin";
        (await _app.PostAsync("/register", registration)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
    }

    [Theory]
    [InlineData("phone", "not a number")]
    [InlineData("phone", "+95")]
    [InlineData("phone", "+9591234567890123456789")]
    [InlineData("email", "nobody")]
    [InlineData("email", "a@b@c.example\r\nBcc: all@example.com")]
    [InlineData("fullName", "Nul\0")]
    [InlineData("password", "Correct-horse-7\0")]
    [InlineData("dateOfBirth", "1990-02-30")]
    [InlineData("gender", "{300}")]
    [InlineData("address", "{5000}")]
    [InlineData("city", "{5000}")]
    [InlineData("fullName", "{5000}")]
    [InlineData("email", "{5000}@example.com")]
    [InlineData("email", "a@{labels}.example")]
    [InlineData("password", "Aa1-{5000}")]
    public async Task A_value_that_can_t_be_right_is_refused_and_changes_nothing(string field, string value)
    {
        var person = Person.New();
        var registration = AccountsClient.RegistrationOf(person);
        registration[field] = value.Replace("{5000}", new string('x', 5000), StringComparison.Ordinal).Replace("{300}", new string('x', 300), StringComparison.Ordinal)
            // A letter that is two in the normal form, which is what is stored.
            .Replace("{labels}", string.Join('.', Enumerable.Repeat(new string('\u0958', 60), 3)), StringComparison.Ordinal);
        var problem = (await _app.PostAsync("/register", registration)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(field, Assert.Single(problem["errors"]!.AsObject()).Key);
        Assert.Equal(0, await CountAsync(person));
    }

    [Fact]
    public async Task A_number_that_had_its_codes_today_is_registered_without_one()
    {
        var person = Person.New();
        await _provider.Accounts.RegisterAsync(person);
        var second = (await RegisterAsync(Person.New() with { Phone = person.Phone })).Expect(HttpStatusCode.Created);
        Assert.NotNull((string?)second["phone"]!["rememberToken"]);
        Assert.Null(second["phone"]!["expiresAt"]);
        Assert.NotNull((string?)second["phone"]!["resendAt"]);
        Assert.Single(await _provider.Accounts.MailboxAsync(person.Phone));
    }

    private Task<ApiAnswer> RegisterAsync(Person person) => _app.PostAsync("/register", AccountsClient.RegistrationOf(person));

    private Task<int> CountAsync(Person person) =>
        _provider.InScopeAsync((ProviderDbContext db) => db.Users.CountAsync(user => user.PhoneNumber == person.Phone || user.Email == person.Email));
}
