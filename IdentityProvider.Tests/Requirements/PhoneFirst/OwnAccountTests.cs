using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements.PhoneFirst;

/// <summary>The profile, the sessions, and the end of an account.</summary>
public sealed class OwnAccountTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    public async Task The_profile_is_the_account_s_own_and_a_patch_changes_what_it_names()
    {
        var (person, token) = await SignedInAsync();
        var profile = (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).Expect(HttpStatusCode.OK);
        Assert.Equal(
            ["id", "phone", "phoneVerified", "email", "emailVerified", "fullName", "dateOfBirth", "gender", "address", "city", "roles", "isActive", "createdAt", "updatedAt"],
            profile.Select(member => member.Key));
        Assert.Equal(person.UserId, (string?)profile["id"]);
        Assert.Equal("user", (string?)Assert.Single(profile["roles"]!.AsArray()));

        var patched = (await PatchAsync(token, new JsonObject
        {
            ["city"] = "Yangon", ["dateOfBirth"] = "1990-12-31", ["phone"] = "+1", ["email"] = "x@y.example", ["password"] = "x",
            ["roles"] = new JsonArray("superAdmin"), ["isActive"] = false, ["phoneVerified"] = false, ["unknown"] = 5,
        })).Expect(HttpStatusCode.OK);
        Assert.Equal("Yangon", (string?)patched["city"]);
        Assert.Equal("1990-12-31", (string?)patched["dateOfBirth"]);
        Assert.Equal(person.Phone, (string?)patched["phone"]);
        Assert.Equal(person.Email, (string?)patched["email"]);
        Assert.Equal(person.FullName, (string?)patched["fullName"]);
        Assert.True((bool)patched["isActive"]!);

        Assert.Null((await PatchAsync(token, new JsonObject { ["city"] = null })).Expect(HttpStatusCode.OK)["city"]);
        (await PatchAsync(token, new JsonObject { ["fullName"] = null })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        (await PatchAsync(token, new JsonObject { ["city"] = 5 })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Sessions_are_listed_and_one_that_is_ended_is_dead_everywhere()
    {
        var (person, token) = await SignedInAsync();
        var other = await _app.SignInAsync(person);
        var (_, stranger) = await SignedInAsync();
        var list = (await _app.CallAsync(HttpMethod.Get, "/sessions", token: token)).Body!.AsArray();
        Assert.Equal(2, list.Count);
        var id = (string)list.Single(session => !(bool)session!["isCurrent"]!)!["id"]!;

        (await _app.CallAsync(HttpMethod.Delete, "/sessions/" + id, token: stranger)).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        (await _app.CallAsync(HttpMethod.Delete, "/sessions/" + id, token: token)).Expect(HttpStatusCode.OK);
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: other.ExpectAccessToken())).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        using var refresh = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("client_id", TestClients.App), new("refresh_token", other.ExpectRefreshToken())]);
        Assert.Equal(HttpStatusCode.BadRequest, (await _provider.Http.PostAsync("/connect/token", refresh)).StatusCode);
    }

    [Fact]
    public async Task Logging_out_ends_the_session()
    {
        var (_, token) = await SignedInAsync();
        (await _app.PostAsync("/logout", new JsonObject(), token)).Expect(HttpStatusCode.OK);
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task Only_the_owner_with_a_code_deletes_the_account()
    {
        var (person, token) = await SignedInAsync();
        (await _app.AskForCodeAsync(person.Phone, "delete_account")).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        var foreign = await SignedInAsync();
        var foreignProof = await _app.ProveAsync(foreign.Person.Phone, "delete_account", foreign.Token);
        (await DeleteAsync(token, foreignProof)).ExpectRefusal(HttpStatusCode.Forbidden, "proof_invalid");
        (await DeleteAsync(token, await _app.ProveAsync(person.Phone, "sign_in"))).ExpectRefusal(HttpStatusCode.Forbidden, "proof_invalid");

        (await DeleteAsync(token, await _app.ProveAsync(person.Phone, "delete_account", token))).Expect(HttpStatusCode.OK);
        Assert.Equal("invalid_grant", (await _app.SignInAsync(person)).Error);
        await _provider.Accounts.RegisterAsync(person with { UserId = "" });
    }

    [Theory]
    [InlineData("GET", "/profile")]
    [InlineData("PATCH", "/profile")]
    [InlineData("PUT", "/password")]
    [InlineData("POST", "/logout")]
    [InlineData("GET", "/sessions")]
    [InlineData("DELETE", "/sessions/x")]
    [InlineData("DELETE", "")]
    public async Task Nobody_gets_there_without_a_token(string method, string path)
    {
        var none = await _app.CallAsync(new HttpMethod(method), path, new JsonObject());
        none.ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Equal("Bearer", Assert.Single(none.Headers.WwwAuthenticate).ToString());
        var bad = await _app.CallAsync(new HttpMethod(method), path, new JsonObject(), "bad");
        bad.ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Contains("invalid_token", Assert.Single(bad.Headers.WwwAuthenticate).Parameter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_another_scope_is_not_enough()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var rp = _provider.RelyingParty();
        var signedIn = await rp.SignInAsync(_provider.NewBrowser().UsedBy(person));
        Assert.InRange((int)(await _app.CallAsync(HttpMethod.Get, "/profile", token: signedIn.Tokens.AccessToken)).Status, 401, 403);
    }

    [Theory]
    [InlineData("{\"phone\"", "application/json", HttpStatusCode.BadRequest, "invalid_json")]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest, "invalid_json")]
    [InlineData("", "application/json", HttpStatusCode.BadRequest, "invalid_json")]
    [InlineData("{\"phone\":\"1\",\"phone\":\"2\"}", "application/json", HttpStatusCode.BadRequest, "invalid_json")]
    [InlineData("{\"phone\":\"\\ud800\"}", "application/json", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("{\"phone\":{\"a\":1},\"purpose\":[]}", "application/json", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("phone=1", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("{}", "text/plain", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    public async Task A_body_that_can_t_be_read_is_the_caller_s_error(string body, string type, HttpStatusCode status, string code)
    {
        foreach (var path in new[] { "/register", "/otp", "/otp/verify", "/email/send", "/email/verify", "/password/forgot", "/password/reset" })
        {
            var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
            var answer = await ApiAnswer.ReadAsync(await _provider.Http.PostAsync("/api/account" + path, content));
            if (code == "validation_failed")
                Assert.InRange((int)answer.Status, 400, 499);
            else
                answer.ExpectRefusal(status, code);
        }
    }

    [Fact]
    public async Task A_body_over_64_KB_is_too_large()
    {
        var body = new JsonObject { ["phone"] = new string('1', 70_000) };
        (await _app.PostAsync("/otp", body)).ExpectRefusal(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/account/otp") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        chunked.Headers.TransferEncodingChunked = true;
        (await ApiAnswer.ReadAsync(await _provider.Http.SendAsync(chunked))).ExpectRefusal(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task An_address_or_a_method_that_there_is_not_is_answered_as_a_problem()
    {
        (await _app.CallAsync(HttpMethod.Get, "/nothing")).ExpectRefusal(HttpStatusCode.NotFound, "not_found");
        (await _app.CallAsync(HttpMethod.Get, "/otp")).ExpectRefusal(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    private async Task<(Person Person, string Token)> SignedInAsync()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        return (person, (await _app.SignInAsync(person)).ExpectAccessToken());
    }

    private Task<ApiAnswer> PatchAsync(string token, JsonObject changes) => _app.CallAsync(HttpMethod.Patch, "/profile", changes, token);

    private Task<ApiAnswer> DeleteAsync(string token, string proof) =>
        _app.CallAsync(HttpMethod.Delete, "", new JsonObject { ["verifyToken"] = proof }, token);
}
