using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Requirements.Clinic;

/// <summary>Phone and password, and one is in.</summary>
public sealed class RegistrationTests(ClinicProvider fixture) : IClassFixture<ClinicProvider>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    [Trait("Requirement", "CL-1")]
    public async Task Phone_and_password_are_enough_and_the_tokens_come_at_once()
    {
        var (person, answer) = await _app.RegisterPatientAsync();
        Assert.Equal(
            ["userId", "phone", "email", "access_token", "token_type", "expires_in", "refresh_token", "id_token", "scope"], answer.Select(member => member.Key));
        Assert.Equal(person.Phone, (string?)answer["phone"]!["value"]);
        Assert.False((bool)answer["phone"]!["verified"]!);
        Assert.Null(answer["email"]);
        Assert.Equal(person.UserId, Jwt.Parse((string)answer["id_token"]!).Subject);
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: (string)answer["access_token"]!)).Expect(HttpStatusCode.OK);
        (await _app.RefreshAsync((string)answer["refresh_token"]!)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "CL-1")]
    public async Task An_identifier_is_reserved_as_soon_as_it_is_given()
    {
        var email = Person.New().Email;
        var (person, _) = await _app.RegisterPatientAsync(email);
        (await _app.PostAsync("/register", Patients.RegistrationOf(person))).ExpectRefusal(HttpStatusCode.Conflict, "phone_taken");
        var other = Patients.RegistrationOf(Person.New());
        other["email"] = email.ToUpperInvariant();
        (await _app.PostAsync("/register", other)).ExpectRefusal(HttpStatusCode.Conflict, "email_taken");
        other["phone"] = person.Phone;
        var both = (await _app.PostAsync("/register", other)).ExpectRefusal(HttpStatusCode.Conflict, "phone_taken");
        Assert.Equal(["phone", "email"], both["errors"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    [Trait("Requirement", "CL-1")]
    public async Task Without_a_client_of_the_house_there_is_no_account()
    {
        var registration = Patients.RegistrationOf(Person.New());
        registration["clientId"] = TestClients.Spa;
        (await _app.PostAsync("/register", registration)).ExpectRefusal(HttpStatusCode.BadRequest, "client_not_allowed");
        registration["clientId"] = TestClients.App;
        (await _app.PostAsync("/register", registration)).Expect(HttpStatusCode.Created);
    }

    [Fact]
    [Trait("Requirement", "CL-2")]
    [Trait("Requirement", "CL-14")]
    public async Task The_rest_comes_later_and_the_phone_stays()
    {
        var (person, token) = await _app.SignedInPatientAsync();
        var saved = (await _app.CallAsync(HttpMethod.Patch, "/profile", new JsonObject
        {
            ["address"] = "12 Pagoda Road", ["city"] = "Yangon", ["phone"] = Person.New().Phone, ["email"] = "x@y.example",
        }, token)).Expect(HttpStatusCode.OK);
        Assert.Equal("12 Pagoda Road", (string?)saved["address"]);
        Assert.Equal("Yangon", (string?)saved["city"]);
        Assert.Equal(person.Phone, (string?)saved["phone"]);
        Assert.Null(saved["email"]);
    }

    [Fact]
    [Trait("Requirement", "CL-5")]
    public async Task Nobody_registers_as_a_doctor_not_even_by_the_hand_of_staff()
    {
        var registration = Patients.RegistrationOf(Person.New());
        registration["role"] = "doctor";
        (await _app.PostAsync("/register", registration)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
        var (_, staff) = await _app.SignedInStaffAsync(_provider, "staff");
        (await _app.PostAsync("/register", registration, staff)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
    }

    [Fact]
    [Trait("Requirement", "CL-11")]
    public async Task Passwords_are_hashed_as_Identity_does_it_with_the_configured_rounds()
    {
        var (person, _) = await _app.RegisterPatientAsync();
        var stored = await _provider.InScopeAsync(async (IdentityProvider.Data.ProviderDbContext db) => (await db.Users.FindAsync(Guid.Parse(person.UserId)))!.PasswordHash!);
        var bytes = Convert.FromBase64String(stored);
        Assert.Equal(1, bytes[0]);
        var policy = await _provider.InScopeAsync((AccountPolicy policy) => Task.FromResult(policy));
        Assert.Equal((uint)policy.Password.Iterations, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5)));
    }
}
