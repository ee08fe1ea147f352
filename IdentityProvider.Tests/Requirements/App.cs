using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Requirements;

/// <summary>The app of the house: it shows its own forms, and calls the account API with the tokens it got.</summary>
public sealed class App(Provider provider)
{
    private const string Scope = "openid profile email phone offline_access account users clients";

    public Task<TokenAnswer> SignInAsync(string phone, string password) =>
        TokenAsync("urn:identityprovider:grant:phone_password", ("phone", phone), ("password", password));

    public Task<TokenAnswer> SignInAsync(Person person) => SignInAsync(person.Phone, person.Password);

    public Task<TokenAnswer> SignInWithCodeAsync(string phone, string code, string rememberToken) =>
        TokenAsync("urn:identityprovider:grant:phone_otp", ("phone", phone), ("code", code), ("remember_token", rememberToken));

    public Task<TokenAnswer> SignInByEmailAsync(string email, string password) =>
        TokenAsync("urn:identityprovider:grant:email_password", ("email", email), ("password", password));

    /// <summary>Trades a refresh token for the next one.</summary>
    public Task<TokenAnswer> RefreshAsync(string refreshToken) => TokenAsync("refresh_token", ("refresh_token", refreshToken));

    /// <summary>Calls the API about one's own account; without a token like somebody nobody knows.</summary>
    public Task<ApiAnswer> CallAsync(HttpMethod method, string path, JsonNode? body = null, string? token = null) =>
        AnyAsync(method, "/api/account" + path, body, token);

    /// <summary>Calls the API about other people's accounts.</summary>
    public Task<ApiAnswer> UsersAsync(HttpMethod method, string path, JsonNode? body, string? token) => AnyAsync(method, "/api/users" + path, body, token);

    /// <summary>Calls whatever part of the API.</summary>
    public async Task<ApiAnswer> AnyAsync(HttpMethod method, string path, JsonNode? body, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await ApiAnswer.ReadAsync(await provider.Http.SendAsync(request));
    }

    public Task<ApiAnswer> PostAsync(string path, JsonNode body, string? token = null) => CallAsync(HttpMethod.Post, path, body, token);

    public Task<ApiAnswer> AskForCodeAsync(string phone, string purpose, string? token = null) =>
        PostAsync("/otp", new JsonObject { ["phone"] = phone, ["purpose"] = purpose }, token);

    public Task<ApiAnswer> EnterCodeAsync(string phone, string purpose, string code, string rememberToken) =>
        PostAsync("/otp/verify", new JsonObject { ["phone"] = phone, ["purpose"] = purpose, ["code"] = code, ["rememberToken"] = rememberToken });

    /// <summary>Asks for a code and enters the one that came; returns the proof.</summary>
    public async Task<string> ProveAsync(string phone, string purpose, string? token = null)
    {
        var asked = (await AskForCodeAsync(phone, purpose, token)).Expect(HttpStatusCode.Accepted);
        var entered = await EnterCodeAsync(phone, purpose, await provider.Accounts.LatestCodeAsync(phone), (string)asked["rememberToken"]!);
        return (string)entered.Expect(HttpStatusCode.OK)["verifyToken"]!;
    }

    /// <summary>The token in the newest link that was mailed to the address.</summary>
    public async Task<string> MailedTokenAsync(string email) =>
        System.Web.HttpUtility.ParseQueryString((await provider.Accounts.MailedLinkAsync(email)).Query)["token"]!;

    /// <summary>A code that is not the one that came last.</summary>
    public async Task<string> WrongCodeAsync(string phone) => await provider.Accounts.LatestCodeAsync(phone) == "111111" ? "222222" : "111111";

    private async Task<TokenAnswer> TokenAsync(string grantType, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", grantType), new("client_id", TestClients.App), new("scope", Scope),
            .. parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)),
        ]);
        return await TokenAnswer.ReadAsync(await provider.Http.PostAsync("/connect/token", form));
    }
}

/// <summary>What the account API answered.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, string? MediaType, JsonNode? Body, HttpResponseHeaders Headers)
{
    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return new ApiAnswer(answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, text.Length == 0 ? null : JsonNode.Parse(text), answer.Headers);
    }

    public JsonObject Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status}, not {(int)status}: {Body?.ToJsonString()}");
        return Body as JsonObject ?? [];
    }

    /// <summary>A refusal in the form of RFC 9457, with this code.</summary>
    public JsonObject ExpectRefusal(HttpStatusCode status, string code)
    {
        var problem = Expect(status);
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal((int)status, (int)problem["status"]!);
        Assert.False(string.IsNullOrEmpty((string?)problem["title"]));
        Assert.False(string.IsNullOrEmpty((string?)problem["detail"]));
        return problem;
    }
}
