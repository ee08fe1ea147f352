using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.EmailFirst;

/// <summary>E-mail and password: registration, confirmation, sign-in, the own profile and password.</summary>
public sealed class AccountTests(EmailFirstProvider fixture) : IClassFixture<EmailFirstProvider>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    [Trait("Requirement", "EF-1")]
    public async Task A_customer_registers_with_everything_the_document_lists()
    {
        var person = Person.New();
        var answer = (await _app.PostAsync("/register", Customers.RegistrationOf(person))).Expect(HttpStatusCode.Created);
        Assert.Null(answer["phone"]);
        Assert.Equal(person.Email, (string?)answer["email"]!["value"]);
        Assert.False((bool)answer["email"]!["verified"]!);
        Assert.Null(answer["access_token"]);

        var row = await _provider.InScopeAsync((ProviderDbContext db) => db.Users.SingleAsync(user => user.Email == person.Email));
        Assert.Equal((string?)answer["userId"], row.Id.ToString());
        Assert.Equal(new DateOnly(1990, 12, 31), row.DateOfBirth);
        Assert.Equal("female", row.Gender);
        Assert.DoesNotContain(person.Password, row.PasswordHash, StringComparison.Ordinal);
        Assert.InRange(row.CreatedAt, _provider.Clock.GetUtcNow().AddMinutes(-1), _provider.Clock.GetUtcNow());
        Assert.Equal(row.CreatedAt, row.UpdatedAt);
    }

    [Theory]
    [InlineData("fullName")]
    [InlineData("email")]
    [InlineData("password")]
    [Trait("Requirement", "EF-1")]
    public async Task What_must_be_there_is_named_where_it_is_missing(string field)
    {
        var registration = Customers.RegistrationOf(Person.New());
        registration.Remove(field);
        var refused = (await _app.PostAsync("/register", registration)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.NotNull(refused["errors"]![field]);
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("superAdmin")]
    [InlineData("king")]
    [Trait("Requirement", "EF-1")]
    public async Task Nobody_gives_themselves_a_role(string role)
    {
        var registration = Customers.RegistrationOf(Person.New());
        registration["role"] = role;
        (await _app.PostAsync("/register", registration)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
        var customer = await _app.TokenOfAsync(await _app.AddCustomerAsync());
        (await _app.PostAsync("/register", registration, customer)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
    }

    [Fact]
    [Trait("Requirement", "EF-1")]
    public async Task A_role_is_taken_from_somebody_who_may_grant_it()
    {
        var admin = await _app.TokenOfAsync(await _provider.AddStaffAsync("admin"));
        var superAdmin = await _app.TokenOfAsync(await _provider.AddStaffAsync("superAdmin"));
        var registration = Customers.RegistrationOf(Person.New());
        registration["role"] = "superAdmin";
        (await _app.PostAsync("/register", registration, admin)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
        var answer = (await _app.PostAsync("/register", registration, superAdmin)).Expect(HttpStatusCode.Created);
        Assert.Equal(["superAdmin"], (await _app.GetUserAsync((string)answer["userId"]!, superAdmin)).Roles());
    }

    [Fact]
    [Trait("Requirement", "EF-2")]
    public async Task The_mailed_link_confirms_the_address_once()
    {
        var person = await _app.RegisterCustomerAsync();
        var body = new JsonObject { ["token"] = await _app.MailedTokenAsync(person.Email) };
        (await _app.PostAsync("/email/verify", body)).Expect(HttpStatusCode.OK);
        (await _app.PostAsync("/email/verify", body)).ExpectRefusal(HttpStatusCode.BadRequest, "link_used");
        var profile = (await _app.CallAsync(HttpMethod.Get, "/profile", token: await _app.TokenOfAsync(person))).Expect(HttpStatusCode.OK);
        Assert.True((bool)profile["emailVerified"]!);
    }

    [Fact]
    [Trait("Requirement", "EF-3")]
    public async Task Only_a_confirmed_address_signs_in()
    {
        var person = await _app.RegisterCustomerAsync();
        ExpectCode("email_not_verified", await _app.SignInByEmailAsync(person.Email, person.Password));
        ExpectCode("invalid_credentials", await _app.SignInByEmailAsync(person.Email, "Another-Horse-77"));
        ExpectCode("invalid_credentials", await _app.SignInByEmailAsync(Person.New().Email, person.Password));

        var confirmed = await _app.AddCustomerAsync();
        var answer = await _app.SignInByEmailAsync(confirmed.Email.ToUpperInvariant(), confirmed.Password);
        Assert.Equal(confirmed.UserId, Jwt.Parse(answer["id_token"]!).Subject);
        Assert.True((bool)Jwt.Parse(answer["id_token"]!).Payload["email_verified"]!);
    }

    [Fact]
    [Trait("Requirement", "EF-3")]
    public async Task A_phone_number_does_not_sign_in()
    {
        var person = await _provider.AddStaffAsync("customer");
        Assert.Equal("unsupported_grant_type", (await _app.SignInAsync(person.Phone, person.Password)).Error);
        ExpectCode("invalid_credentials", await _app.SignInByEmailAsync(person.Phone, person.Password));
        (await _app.SignInByEmailAsync(person.Email, person.Password)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "EF-4")]
    public async Task The_profile_takes_a_good_token()
    {
        var token = await _app.TokenOfAsync(await _app.AddCustomerAsync());
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).Expect(HttpStatusCode.OK);
        (await _app.CallAsync(HttpMethod.Get, "/profile")).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token[..^4])).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    [Trait("Requirement", "EF-5")]
    [Trait("Requirement", "EF-11")]
    public async Task Email_and_password_in_an_update_are_dropped_and_the_saved_profile_comes_back()
    {
        var person = await _app.AddCustomerAsync();
        var token = await _app.TokenOfAsync(person);
        var saved = (await _app.CallAsync(HttpMethod.Patch, "/profile", new JsonObject
        {
            ["fullName"] = "Somebody Else", ["city"] = "Mandalay", ["email"] = "x@y.example", ["password"] = "Another-Horse-77", ["role"] = "superAdmin",
        }, token)).Expect(HttpStatusCode.Created);
        Assert.Equal("Somebody Else", (string?)saved["fullName"]);
        Assert.Equal("Mandalay", (string?)saved["city"]);
        Assert.Equal(person.Email, (string?)saved["email"]);
        Assert.Equal(["customer"], saved.Roles());
        Assert.NotEqual((string?)saved["createdAt"], (string?)saved["updatedAt"]);
        (await _app.SignInByEmailAsync(person.Email, person.Password)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "EF-6")]
    [Trait("Requirement", "EF-11")]
    public async Task A_new_password_takes_the_old_one()
    {
        var person = await _app.AddCustomerAsync();
        var token = await _app.TokenOfAsync(person);
        var body = new JsonObject { ["currentPassword"] = "Wrong-Horse-777", ["newPassword"] = "Another-Horse-77" };
        (await _app.CallAsync(HttpMethod.Put, "/password", body, token)).ExpectRefusal(HttpStatusCode.BadRequest, "wrong_password");
        body["currentPassword"] = person.Password;
        (await _app.CallAsync(HttpMethod.Put, "/password", body, token)).Expect(HttpStatusCode.Created);
        ExpectCode("invalid_credentials", await _app.SignInByEmailAsync(person.Email, person.Password));
        (await _app.SignInByEmailAsync(person.Email, "Another-Horse-77")).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "EF-11")]
    public async Task An_address_is_registered_once_confirmed_or_not()
    {
        var person = await _app.RegisterCustomerAsync();
        var again = Customers.RegistrationOf(person);
        again["email"] = person.Email.ToUpperInvariant();
        (await _app.PostAsync("/register", again)).ExpectRefusal(HttpStatusCode.Conflict, "email_taken");
    }

    [Fact]
    public async Task Who_has_no_number_is_told_that_no_code_can_be_sent()
    {
        var token = await _app.TokenOfAsync(await _app.AddCustomerAsync());
        (await _app.AskForCodeAsync(Person.New().Phone, "delete_account", token)).ExpectRefusal(HttpStatusCode.BadRequest, "phone_missing");
    }

    private static void ExpectCode(string code, TokenAnswer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_grant", answer.Error);
        Assert.StartsWith(code + ": ", answer["error_description"], StringComparison.Ordinal);
    }
}
