using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements.Clinic;

/// <summary>Staff make accounts for doctors and patients, and nobody deletes anybody's.</summary>
public sealed class StaffTests(ClinicProvider fixture) : IClassFixture<ClinicProvider>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Theory]
    [InlineData("staff")]
    [InlineData("admin")]
    [InlineData("superAdmin")]
    [Trait("Requirement", "CL-5")]
    public async Task Staff_register_a_doctor(string role)
    {
        var (_, token) = await _app.SignedInStaffAsync(_provider, role);
        var made = (await InviteAsync(Person.New(), "doctor", token)).Expect(HttpStatusCode.Created);
        Assert.Equal(["doctor"], made.Roles());
    }

    [Theory]
    [InlineData("user")]
    [InlineData("doctor")]
    [Trait("Requirement", "CL-5")]
    public async Task Nobody_else_registers_a_doctor(string role)
    {
        var (_, token) = await _app.SignedInStaffAsync(_provider, role);
        (await InviteAsync(Person.New(), "doctor", token)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        (await InviteAsync(Person.New(), "user", token)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        (await InviteAsync(Person.New(), "doctor", token: null)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    [Trait("Requirement", "CL-6")]
    public async Task Who_was_registered_by_staff_gets_an_SMS_and_sets_the_password_with_a_code()
    {
        var (_, staff) = await _app.SignedInStaffAsync(_provider, "staff");
        var doctor = Person.New();
        var answer = await InviteAsync(doctor, "doctor", staff);
        var made = answer.Expect(HttpStatusCode.Created);
        Assert.Equal($"/api/users/{(string?)made["id"]}", answer.Headers.Location?.ToString());
        Assert.False((bool)made["phoneVerified"]!);
        var sms = Assert.Single(await _provider.Accounts.MailboxAsync(doctor.Phone));
        Assert.Equal("sms", (string?)sms["channel"]);
        Assert.Null(sms["code"]);
        Assert.Equal($"{_provider.Issuer}/account/forgot?welcome=true", (string?)sms["link"]);

        // Without a password nobody gets in.
        Assert.Equal("invalid_grant", (await _app.SignInAsync(doctor)).Error);

        await _app.SetPasswordByCodeAsync(_provider, doctor.Phone, doctor.Password);
        var token = (await _app.SignInAsync(doctor)).ExpectAccessToken();
        var profile = (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).Expect(HttpStatusCode.OK);
        Assert.True((bool)profile["phoneVerified"]!);
        Assert.Equal(["doctor"], profile.Roles());
    }

    [Fact]
    [Trait("Requirement", "CL-6")]
    public async Task Any_number_of_users_each_with_a_phone_of_their_own()
    {
        var (_, staff) = await _app.SignedInStaffAsync(_provider, "staff");
        var people = Enumerable.Range(0, 3).Select(_ => Person.New()).ToList();
        foreach (var person in people)
            (await InviteAsync(person, "user", staff)).Expect(HttpStatusCode.Created);
        (await InviteAsync(Person.New() with { Phone = people[0].Phone }, "user", staff)).ExpectRefusal(HttpStatusCode.Conflict, "phone_taken");
        (await InviteAsync(Person.New() with { Email = people[0].Email }, "user", staff)).ExpectRefusal(HttpStatusCode.Conflict, "email_taken");
        (await _app.PostAsync("/register", Patients.RegistrationOf(people[1]))).ExpectRefusal(HttpStatusCode.Conflict, "phone_taken");
        (await _app.PostAsync("/register", Patients.RegistrationOf(Person.New()))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    [Trait("Requirement", "CL-6")]
    public async Task Nobody_grants_a_role_above_their_own()
    {
        var (_, staff) = await _app.SignedInStaffAsync(_provider, "staff");
        (await InviteAsync(Person.New(), "admin", staff)).ExpectRefusal(HttpStatusCode.Forbidden, "role_not_allowed");
        (await InviteAsync(Person.New(), "staff", staff)).Expect(HttpStatusCode.Created);
    }

    [Fact]
    [Trait("Requirement", "CL-9")]
    public async Task Nobody_deletes_a_doctor()
    {
        var (doctor, token) = await _app.SignedInStaffAsync(_provider, "doctor");
        foreach (var role in new[] { "staff", "admin", "superAdmin" })
        {
            var (_, caller) = await _app.SignedInStaffAsync(_provider, role);
            (await _app.UsersAsync(HttpMethod.Delete, "/" + doctor.UserId, null, caller)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        }

        var proof = await _app.ProveAsync(doctor.Phone, "delete_account", token);
        (await _app.CallAsync(HttpMethod.Delete, "", new JsonObject { ["verifyToken"] = proof }, token)).ExpectRefusal(HttpStatusCode.Forbidden, "account_protected");
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Requirement", "CL-9")]
    public async Task A_deactivated_doctor_is_out_at_once_and_can_come_back()
    {
        var (doctor, token) = await _app.SignedInStaffAsync(_provider, "doctor");
        var (_, staff) = await _app.SignedInStaffAsync(_provider, "staff");
        var (_, admin) = await _app.SignedInStaffAsync(_provider, "admin");
        (await _app.UsersAsync(HttpMethod.Post, $"/{doctor.UserId}/deactivate", null, staff)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        var profile = (await _app.UsersAsync(HttpMethod.Post, $"/{doctor.UserId}/deactivate", null, admin)).Expect(HttpStatusCode.OK);
        Assert.False((bool)profile["isActive"]!);

        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        var refused = await _app.SignInAsync(doctor);
        Assert.StartsWith("invalid_credentials: ", refused["error_description"], StringComparison.Ordinal);

        Assert.True((bool)(await _app.UsersAsync(HttpMethod.Post, $"/{doctor.UserId}/activate", null, admin)).Expect(HttpStatusCode.OK)["isActive"]!);
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        (await _app.SignInAsync(doctor)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "CL-10")]
    public async Task An_account_goes_only_by_its_owner_with_a_code()
    {
        var (person, token) = await _app.SignedInPatientAsync();
        var (_, superAdmin) = await _app.SignedInStaffAsync(_provider, "superAdmin");
        (await _app.UsersAsync(HttpMethod.Delete, "/" + person.UserId, null, superAdmin)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        (await _app.CallAsync(HttpMethod.Delete, "", new JsonObject(), token)).ExpectRefusal(HttpStatusCode.Forbidden, "proof_invalid");
        var other = await _app.ProveAsync(person.Phone, "change_password", token);
        (await _app.CallAsync(HttpMethod.Delete, "", new JsonObject { ["verifyToken"] = other }, token)).ExpectRefusal(HttpStatusCode.Forbidden, "proof_invalid");

        var proof = await _app.ProveAsync(person.Phone, "delete_account", token);
        (await _app.CallAsync(HttpMethod.Delete, "", new JsonObject { ["verifyToken"] = proof }, token)).Expect(HttpStatusCode.OK);
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        (await _app.PostAsync("/register", Patients.RegistrationOf(person))).Expect(HttpStatusCode.Created);
    }

    [Fact]
    [Trait("Requirement", "CL-14")]
    public async Task Staff_edit_details_but_not_the_phone()
    {
        var (person, _) = await _app.SignedInPatientAsync();
        var (_, staff) = await _app.SignedInStaffAsync(_provider, "staff");
        var saved = (await _app.UsersAsync(HttpMethod.Patch, "/" + person.UserId, new JsonObject { ["city"] = "Bago", ["phone"] = Person.New().Phone }, staff)).Expect(HttpStatusCode.OK);
        Assert.Equal("Bago", (string?)saved["city"]);
        Assert.Equal(person.Phone, (string?)saved["phone"]);
    }

    private Task<ApiAnswer> InviteAsync(Person person, string role, string? token) =>
        _app.UsersAsync(HttpMethod.Post, "", Staff.InvitationOf(person, role), token);
}
