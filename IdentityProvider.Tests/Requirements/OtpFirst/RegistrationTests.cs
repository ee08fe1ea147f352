using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.OtpFirst;

/// <summary>The phone is proven first, then the password is chosen.</summary>
public sealed class RegistrationTests(OtpFirstProvider fixture) : IClassFixture<OtpFirstProvider>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    [Trait("Requirement", "OF-1")]
    public async Task A_number_is_one_however_it_is_written()
    {
        var phone = Person.New().Phone;
        var local = "09 " + phone["+959".Length..];
        var rememberToken = await _app.AskAsync(local);
        var code = await _provider.Accounts.LatestCodeAsync(phone);
        var verified = await _app.EnterCodeAsync(phone[1..], Newcomer.Purpose, code, rememberToken);
        var spaced = phone[..4] + " " + phone[4..8] + " " + phone[8..];
        (await _app.ConfirmAsync(spaced, (string)verified.Expect(HttpStatusCode.OK)["verifyToken"]!)).Expect(HttpStatusCode.Created);
        (await _app.SignInAsync(local, Newcomer.Password)).ExpectSuccess();
        Assert.Equal(1, await _provider.InScopeAsync((ProviderDbContext db) => db.Users.CountAsync(user => user.OwnedPhone == phone)));
    }

    [Fact]
    [Trait("Requirement", "OF-2")]
    public async Task The_number_of_an_account_gets_no_code_for_another()
    {
        var phone = Person.New().Phone;
        await _app.JoinAsync(phone);
        var refused = (await _app.AskForCodeAsync(phone, Newcomer.Purpose)).ExpectRefusal(HttpStatusCode.Conflict, "phone_taken");
        Assert.NotNull(refused["errors"]!["phone"]);
    }

    [Fact]
    [Trait("Requirement", "OF-3")]
    public async Task A_code_is_in_the_database_only_as_a_keyed_hash()
    {
        var phone = Person.New().Phone;
        await _app.AskAsync(phone);
        var code = await _provider.Accounts.LatestCodeAsync(phone);
        Assert.Matches("^[0-9]{6}$", code);
        var row = await _provider.InScopeAsync((ProviderDbContext db) => db.OneTimeCodes.SingleAsync(row => row.Phone == phone));
        Assert.NotNull(row.CodeHash);
        Assert.NotEqual(RandomHandle.Hash(code), row.CodeHash);
        Assert.DoesNotContain(code, string.Join('|', row.CodeHash, row.RememberHash, row.VerifyHash), StringComparison.Ordinal);
        var message = await _provider.InScopeAsync((ProviderDbContext db) => db.Messages.SingleAsync(row => row.To == phone));
        Assert.DoesNotContain(code, System.Text.Encoding.UTF8.GetString(message.Protected), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "OF-7")]
    public async Task Without_a_code_nobody_registers() =>
        (await _app.PostAsync("/register", AccountsClient.RegistrationOf(Person.New()))).ExpectRefusal(HttpStatusCode.BadRequest, "otp_required");

    [Fact]
    [Trait("Requirement", "OF-7")]
    public async Task A_proof_is_good_for_one_account()
    {
        var phone = Person.New().Phone;
        var proof = await _app.ProveAsync(phone, Newcomer.Purpose);
        (await _app.ConfirmAsync(phone, proof)).Expect(HttpStatusCode.Created);
        (await _app.ConfirmAsync(phone, proof)).ExpectRefusal(HttpStatusCode.Conflict, "phone_taken");
    }

    [Fact]
    [Trait("Requirement", "OF-7")]
    public async Task A_password_that_is_too_weak_does_not_cost_the_proof()
    {
        var phone = Person.New().Phone;
        var proof = await _app.ProveAsync(phone, Newcomer.Purpose);
        var refused = (await _app.ConfirmAsync(phone, proof, "short")).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.NotEmpty(refused["errors"]!["password"]!.AsArray());
        (await _app.ConfirmAsync(phone, proof)).Expect(HttpStatusCode.Created);
    }

    [Fact]
    [Trait("Requirement", "OF-8")]
    public async Task The_account_stands_with_its_phone_and_the_answer_is_the_token_endpoint_s()
    {
        var phone = Person.New().Phone;
        var tokens = await _app.JoinAsync(phone);
        Assert.Equal(
            ["access_token", "token_type", "expires_in", "refresh_token", "id_token", "scope"], tokens.Select(member => member.Key));
        Assert.Equal("Bearer", (string?)tokens["token_type"]);
        Assert.Equal(["otp", "sms"], Jwt.Parse((string)tokens["id_token"]!).Payload["amr"]!.AsArray().Select(method => (string)method!));

        var profile = (await _app.CallAsync(HttpMethod.Get, "/profile", token: (string)tokens["access_token"]!)).Expect(HttpStatusCode.OK);
        Assert.Equal(phone, (string?)profile["phone"]);
        Assert.True((bool)profile["phoneVerified"]!);
        Assert.Equal("user", (string?)Assert.Single(profile["roles"]!.AsArray()));
        (await _app.SignInAsync(phone, Newcomer.Password)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "OF-8")]
    public async Task The_database_holds_the_password_and_the_refresh_token_as_hashes_only()
    {
        var phone = Person.New().Phone;
        var refreshToken = (string)(await _app.JoinAsync(phone))["refresh_token"]!;
        var user = await _provider.InScopeAsync((ProviderDbContext db) => db.Users.SingleAsync(row => row.OwnedPhone == phone));
        Assert.DoesNotContain(Newcomer.Password, user.PasswordHash, StringComparison.Ordinal);
        var grant = await _provider.InScopeAsync((ProviderDbContext db) => db.Grants.SingleAsync(
            row => row.Type == PersistedGrantTypes.RefreshToken && row.Subject == user.Id.ToString()));
        Assert.Equal(RandomHandle.Hash(refreshToken), grant.Key);
        Assert.DoesNotContain(refreshToken, grant.Data, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "OF-9")]
    public async Task A_refresh_token_is_used_once_and_a_used_one_ends_the_family()
    {
        var first = (string)(await _app.JoinAsync(Person.New().Phone))["refresh_token"]!;
        var second = await _app.RefreshAsync(first);
        Assert.NotEqual(first, second.ExpectRefreshToken());
        _provider.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("invalid_grant", (await _app.RefreshAsync(first)).Error);
        Assert.Equal("invalid_grant", (await _app.RefreshAsync(second.ExpectRefreshToken())).Error);
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: second.ExpectAccessToken())).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData(TestClients.Web)]
    [InlineData(TestClients.Spa)]
    public async Task Tokens_go_only_to_a_public_client_of_the_house(string clientId)
    {
        var phone = Person.New().Phone;
        var confirmation = Newcomer.Confirmation(phone, await _app.ProveAsync(phone, Newcomer.Purpose));
        confirmation["clientId"] = clientId;
        (await _app.PostAsync("/register/confirm", confirmation)).ExpectRefusal(HttpStatusCode.BadRequest, "client_not_allowed");
        confirmation["clientId"] = TestClients.App;
        (await _app.PostAsync("/register/confirm", confirmation)).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Somebody_who_forgot_the_password_comes_back_by_phone()
    {
        var phone = Person.New().Phone;
        await _app.JoinAsync(phone);
        (await _app.PostAsync("/password/forgot", new JsonObject { ["email"] = "somebody@people.example" })).ExpectRefusal(HttpStatusCode.BadRequest, "channel_not_allowed");
        var proof = await _app.ProveAsync(phone, "reset_password");
        (await _app.PostAsync("/password/reset", new JsonObject { ["token"] = proof, ["newPassword"] = "Another-Horse-77" })).Expect(HttpStatusCode.OK);
        (await _app.SignInAsync(phone, "Another-Horse-77")).ExpectSuccess();
    }
}
