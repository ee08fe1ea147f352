using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements.Clinic;

/// <summary>A code guards every new password.</summary>
public sealed class PasswordTests(ClinicProvider fixture) : IClassFixture<ClinicProvider>
{
    private const string NewPassword = "Another-Horse-77";
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Theory]
    [InlineData("user")]
    [InlineData("doctor")]
    [InlineData("staff")]
    [Trait("Requirement", "CL-7")]
    public async Task The_password_changes_only_after_a_code_to_the_registered_number(string role)
    {
        var (person, token) = await _app.SignedInStaffAsync(_provider, role);
        (await ChangeAsync(token, new JsonObject { ["currentPassword"] = person.Password, ["newPassword"] = NewPassword })).ExpectRefusal(HttpStatusCode.BadRequest, "otp_required");
        (await ChangeAsync(token, new JsonObject { ["verifyToken"] = "made-up", ["newPassword"] = NewPassword })).ExpectRefusal(HttpStatusCode.Forbidden, "proof_invalid");

        // Whatever number the request names, the code goes to the account's own.
        var asked = (await _app.AskForCodeAsync(Person.New().Phone, "change_password", token)).Expect(HttpStatusCode.Accepted);
        var entered = await _app.EnterCodeAsync(person.Phone, "change_password", await _provider.Accounts.LatestCodeAsync(person.Phone), (string)asked["rememberToken"]!);
        var proof = (string)entered.Expect(HttpStatusCode.OK)["verifyToken"]!;
        (await ChangeAsync(token, new JsonObject { ["verifyToken"] = proof, ["newPassword"] = "weak" })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        (await ChangeAsync(token, new JsonObject { ["verifyToken"] = proof, ["newPassword"] = NewPassword })).Expect(HttpStatusCode.OK);
        (await ChangeAsync(token, new JsonObject { ["verifyToken"] = proof, ["newPassword"] = NewPassword + "!" })).ExpectRefusal(HttpStatusCode.Forbidden, "proof_invalid");

        await _app.LogOutAsync(token);
        Assert.Equal("invalid_grant", (await _app.SignInAsync(person)).Error);
        (await _app.SignInAsync(person.Phone, NewPassword)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "CL-7")]
    public async Task A_code_of_somebody_else_or_for_something_else_changes_nothing()
    {
        var (person, token) = await _app.SignedInPatientAsync();
        var (other, otherToken) = await _app.SignedInPatientAsync();
        string[] proofs =
        [
            await _app.ProveAsync(other.Phone, "change_password", otherToken),
            await _app.ProveAsync(person.Phone, "delete_account", token),
            await _app.ProveAsync(person.Phone, "reset_password"),
        ];
        foreach (var proof in proofs)
            (await ChangeAsync(token, new JsonObject { ["verifyToken"] = proof, ["newPassword"] = NewPassword })).ExpectRefusal(HttpStatusCode.Forbidden, "proof_invalid");
        (await _app.AskForCodeAsync(person.Phone, "change_password")).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    [Trait("Requirement", "CL-8")]
    public async Task A_forgotten_password_is_reset_by_a_code_with_a_short_lived_JWT_and_ends_the_session()
    {
        var (person, token) = await _app.SignedInPatientAsync();
        var proof = await _app.ProveAsync(person.Phone, "reset_password");
        var jwt = RelyingParties.Jwt.Parse(proof);
        Assert.Equal("password-reset+jwt", (string?)jwt.Header["typ"]);
        Assert.Equal(600, (long)jwt.Payload["exp"]! - (long)jwt.Payload["iat"]!);
        (await ResetAsync(proof, NewPassword)).Expect(HttpStatusCode.OK);
        (await ResetAsync(proof, NewPassword + "!")).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        (await _app.SignInAsync(person.Phone, NewPassword)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "CL-8")]
    public async Task Or_by_a_mailed_link()
    {
        var (person, _) = await _app.RegisterPatientAsync(Person.New().Email);
        (await _app.PostAsync("/password/forgot", new JsonObject { ["email"] = person.Email })).Expect(HttpStatusCode.Accepted);
        var token = await _app.MailedTokenAsync(person.Email);
        (await ResetAsync(token, NewPassword)).Expect(HttpStatusCode.OK);
        (await ResetAsync(token, NewPassword + "!")).ExpectRefusal(HttpStatusCode.Forbidden, "malicious_request");
        (await _app.SignInByEmailAsync(person.Email, NewPassword)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "CL-8")]
    public async Task Who_has_forgotten_is_not_told_apart_from_who_never_was()
    {
        var (person, _) = await _app.RegisterPatientAsync(Person.New().Email);
        var (known, unknown) = (await ForgetAsync("email", person.Email), await ForgetAsync("email", Person.New().Email));
        Assert.Equal((known.Status, known.Body!.ToJsonString()), (unknown.Status, unknown.Body!.ToJsonString()));
        (known, unknown) = (await ForgetAsync("phone", person.Phone), await ForgetAsync("phone", Person.New().Phone));
        Assert.Equal(HttpStatusCode.Accepted, known.Status);
        Assert.Equal(known.Status, unknown.Status);
        Assert.Equal(known.Body!.AsObject().Select(member => member.Key), unknown.Body!.AsObject().Select(member => member.Key));
    }

    private Task<ApiAnswer> ForgetAsync(string way, string value) => _app.PostAsync("/password/forgot", new JsonObject { [way] = value });

    private Task<ApiAnswer> ChangeAsync(string token, JsonObject body) => _app.CallAsync(HttpMethod.Put, "/password", body, token);

    private Task<ApiAnswer> ResetAsync(string token, string password) =>
        _app.PostAsync("/password/reset", new JsonObject { ["token"] = token, ["newPassword"] = password });
}
