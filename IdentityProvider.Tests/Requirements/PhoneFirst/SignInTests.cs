using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Requirements.PhoneFirst;

/// <summary>Signing in at the token endpoint.</summary>
public sealed class SignInTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    [Trait("Requirement", "PF-4")]
    public async Task Phone_and_password_sign_in()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var answer = await _app.SignInAsync(person);
        Assert.Equal(person.UserId, Jwt.Parse(answer["id_token"]!).Subject);
        Assert.Equal(["pwd"], Jwt.Parse(answer["id_token"]!).Payload["amr"]!.AsArray().Select(method => (string)method!));
    }

    [Fact]
    [Trait("Requirement", "PF-4")]
    public async Task An_email_in_the_phone_box_is_answered_like_an_unknown_user()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        await _provider.Accounts.VerifyEmailAsync(person);
        Assert.Equal((await _app.SignInAsync(Person.New())).ToString(), (await _app.SignInAsync(person.Email, person.Password)).ToString());
        ExpectCode("invalid_credentials", await _app.SignInAsync(person.Email, person.Password));
    }

    [Fact]
    [Trait("Requirement", "PF-5")]
    public async Task An_unverified_number_is_told_to_whoever_knows_the_password_and_to_nobody_else()
    {
        var (person, rememberToken) = await _provider.Accounts.RegisterAsync(Person.New());
        ExpectCode("phone_not_verified", await _app.SignInAsync(person));
        var stranger = await _app.SignInAsync(person.Phone, "Another-Horse-7");
        ExpectCode("invalid_credentials", stranger);
        Assert.Equal((await _app.SignInAsync(Person.New())).ToString(), stranger.ToString());

        // The refusal has not spoilt the code that is out.
        await _provider.Accounts.VerifyPhoneAsync(person, rememberToken);
        (await _app.SignInAsync(person)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "PF-6")]
    public async Task An_unverified_email_does_not_hinder_and_is_said_to_be_unverified()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var answer = await _app.SignInAsync(person);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new("Bearer", answer.ExpectAccessToken());
        var userInfo = JsonNode.Parse(await (await _provider.Http.SendAsync(request)).Content.ReadAsStringAsync())!;
        Assert.Equal(person.Email, (string?)userInfo["email"]);
        Assert.False((bool)userInfo["email_verified"]!);
        Assert.True((bool)userInfo["phone_number_verified"]!);
    }

    [Fact]
    public async Task A_code_by_SMS_signs_in()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var asked = (await _app.AskForCodeAsync(person.Phone, "sign_in")).Expect(HttpStatusCode.Accepted);
        var answer = await _app.SignInWithCodeAsync(person.Phone, await _provider.Accounts.LatestCodeAsync(person.Phone), (string)asked["rememberToken"]!);
        Assert.Equal(person.UserId, Jwt.Parse(answer.ExpectSuccess()["id_token"]!).Subject);
        ExpectCode("otp_invalid", await _app.SignInWithCodeAsync(person.Phone, await _provider.Accounts.LatestCodeAsync(person.Phone), (string)asked["rememberToken"]!));
    }

    [Fact]
    public async Task Wrong_passwords_lock_and_the_lock_looks_like_a_wrong_password()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        for (var i = 0; i < 5; i++)
            ExpectCode("invalid_credentials", await _app.SignInAsync(person.Phone, "Wrong-horse-" + i));
        ExpectCode("invalid_credentials", await _app.SignInAsync(person));
    }

    [Fact]
    public async Task A_deactivated_account_is_answered_like_a_wrong_password()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var token = (await _app.SignInAsync(person)).ExpectAccessToken();
        await _provider.DeactivateAsync(person);
        ExpectCode("invalid_credentials", await _app.SignInAsync(person));
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("09")]
    [InlineData("+959791234567'; DROP TABLE Users; --")]
    public async Task A_phone_that_is_none_is_a_client_s_error(string phone)
    {
        var answer = await _app.SignInAsync(phone, "Correct-horse-7");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    private static void ExpectCode(string code, TokenAnswer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_grant", answer.Error);
        Assert.StartsWith(code + ": ", answer["error_description"], StringComparison.Ordinal);
    }
}
