using System.Net;
using System.Text.Json.Nodes;

namespace IdentityProvider.Tests.Requirements.EmailFirst;

/// <summary>The owner of an account without a phone number deletes it: no code could be sent, so the current password proves it.</summary>
public sealed class DeletionTests(EmailFirstProvider fixture) : IClassFixture<EmailFirstProvider>
{
    private readonly App _app = new(fixture.Provider);

    [Fact]
    [Trait("Requirement", "CL-10")]
    public async Task The_current_password_deletes_the_account()
    {
        var person = await _app.AddCustomerAsync();
        var token = await _app.TokenOfAsync(person);
        (await _app.AskForCodeAsync("", "delete_account", token)).ExpectRefusal(HttpStatusCode.BadRequest, "phone_missing");
        (await DeleteAsync(token, [])).ExpectRefusal(HttpStatusCode.BadRequest, "password_required");
        (await DeleteAsync(token, new JsonObject { ["verifyToken"] = "made-up" })).ExpectRefusal(HttpStatusCode.BadRequest, "password_required");
        (await DeleteAsync(token, Of("Wrong-Horse-77"))).ExpectRefusal(HttpStatusCode.BadRequest, "wrong_password");
        (await DeleteAsync(token, new JsonObject { ["currentPassword"] = 5 })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        (await DeleteAsync(token, Of(person.Password))).Expect(HttpStatusCode.OK);

        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Equal("invalid_grant", (await _app.SignInByEmailAsync(person.Email, person.Password)).Error);
    }

    [Fact]
    [Trait("Requirement", "CL-10")]
    public async Task Wrong_passwords_count_against_lockout()
    {
        var person = await _app.AddCustomerAsync();
        var token = await _app.TokenOfAsync(person);
        for (var i = 0; i < 5; i++)
            (await DeleteAsync(token, Of("Wrong-Horse-77"))).ExpectRefusal(HttpStatusCode.BadRequest, "wrong_password");
        (await DeleteAsync(token, Of(person.Password))).ExpectRefusal(HttpStatusCode.TooManyRequests, "too_many_attempts");
    }

    [Fact]
    [Trait("Requirement", "CL-10")]
    public async Task An_account_with_a_number_takes_a_code_and_no_password()
    {
        var person = await fixture.Provider.AddStaffAsync("customer");
        var token = await _app.TokenOfAsync(person);
        (await DeleteAsync(token, Of(person.Password))).ExpectRefusal(HttpStatusCode.BadRequest, "otp_required");
        (await DeleteAsync(token, new JsonObject { ["verifyToken"] = await _app.ProveAsync(person.Phone, "delete_account", token) })).Expect(HttpStatusCode.OK);
    }

    private Task<ApiAnswer> DeleteAsync(string token, JsonObject proof) => _app.CallAsync(HttpMethod.Delete, "", proof, token);

    private static JsonObject Of(string password) => new() { ["currentPassword"] = password };
}
