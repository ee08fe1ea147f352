using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Security.Misuse;

/// <summary>Where something is presented.</summary>
/// <param name="Takes">What it is for.</param>
/// <param name="PresentAsync">Presents it there; whether it was taken. A refusal in another form than the place's fails the test.</param>
internal sealed record Place(IReadOnlyList<Kind> Takes, Func<Wallet, string, Task<bool>> PresentAsync)
{
    private const string NewPassword = "Another-horse-8-battery";

    public static IReadOnlyDictionary<string, Place> All { get; } = new Dictionary<string, Place>
    {
        ["the API"] = new([Kind.AccessToken], (wallet, token) => ApiAsync(wallet, HttpMethod.Get, "profile", null, token)),
        ["userinfo"] = new([Kind.AccessToken, Kind.ReferenceToken], UserInfoAsync),
        ["introspection"] = new([Kind.ReferenceToken, Kind.RefreshToken], IsActiveAsync),
        ["revocation"] = new([Kind.ReferenceToken, Kind.RefreshToken], RevokeAsync),
        ["the refresh_token grant"] = new([Kind.RefreshToken], async (wallet, token) => Judge(await wallet.Client.RefreshAsync(token))),
        ["the authorization_code grant"] = new([Kind.AuthorizationCode], async (wallet, token) => Judge(await wallet.Client.RedeemAsync(token, wallet.Request))),
        ["the phone_otp grant"] = new([Kind.SignInRememberToken], SignInWithCodeAsync),
        ["id_token_hint"] = new([Kind.IdToken], (wallet, token) => PageAsync(wallet, $"/connect/endsession?id_token_hint={Uri.EscapeDataString(token)}", HttpStatusCode.SeeOther)),
        ["the sign-in page"] = new([Kind.RequestHandle], OpenSignInAsync),
        ["the cookie"] = new([Kind.SessionCookie], BrowseAsync),
        ["email/verify"] = new([Kind.EmailLink], (wallet, token) => ApiAsync(wallet, HttpMethod.Post, "email/verify", new() { ["token"] = token })),
        ["password/reset"] = new([Kind.ResetLink, Kind.ResetPasswordProof], (wallet, token) =>
            ApiAsync(wallet, HttpMethod.Post, "password/reset", new() { ["token"] = token, ["newPassword"] = NewPassword })),
        ["PUT password"] = new([Kind.ChangePasswordProof], (wallet, token) =>
            ApiAsync(wallet, HttpMethod.Put, "password", new() { ["verifyToken"] = token, ["newPassword"] = NewPassword }, wallet.Token)),
        ["DELETE account"] = new([Kind.DeleteAccountProof], (wallet, token) =>
            ApiAsync(wallet, HttpMethod.Delete, "", new() { ["verifyToken"] = token }, wallet.Token)),
        ["register/confirm"] = new([Kind.RegisterProof], (wallet, token) =>
            ApiAsync(wallet, HttpMethod.Post, "register/confirm", new() { ["phone"] = wallet.NewPhone, ["verifyToken"] = token, ["password"] = NewPassword })),
        ["otp/verify"] = new([Kind.ResetRememberToken], async (wallet, token) => await ApiAsync(wallet, HttpMethod.Post, "otp/verify", new()
        {
            ["phone"] = wallet.Person.Phone,
            ["purpose"] = "reset_password",
            ["code"] = await wallet.Provider.Accounts.LatestCodeAsync(wallet.Person.Phone),
            ["rememberToken"] = token,
        })),
    };

    private static async Task<bool> ApiAsync(Wallet wallet, HttpMethod method, string path, JsonObject? body, string? token = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/account/{path}".TrimEnd('/')) { Content = body is null ? null : JsonContent.Create(body) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await wallet.Provider.Http.SendAsync(request);
        if (answer.IsSuccessStatusCode)
            return true;
        IsRefusal(answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty((string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]!);
        return false;
    }

    private static async Task<bool> UserInfoAsync(Wallet wallet, string token)
    {
        using var answer = await wallet.Client.UserInfoAsync(token);
        if (answer.IsSuccessStatusCode)
            return true;
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        return false;
    }

    // RFC 7662 2.2: what is no token of the client's is not active, and nothing is said of it.
    private static async Task<bool> IsActiveAsync(Wallet wallet, string token)
    {
        using var answer = await wallet.Client.IntrospectAsync(token);
        var body = await answer.ExpectJsonAsync(HttpStatusCode.OK);
        return (bool)body["active"]! || (body.Count == 1 ? false : throw new Xunit.Sdk.XunitException(body.ToJsonString()));
    }

    // RFC 7009 2.2: the answer is the same; whether something was revoked shows afterwards.
    private static async Task<bool> RevokeAsync(Wallet wallet, string token)
    {
        var wasActive = await IsActiveAsync(wallet, token);
        using var answer = await wallet.Client.RevokeAsync(token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return wasActive && !await IsActiveAsync(wallet, token);
    }

    private static async Task<bool> SignInWithCodeAsync(Wallet wallet, string token) => Judge(await new Requirements.App(wallet.Provider).SignInWithCodeAsync(
        wallet.Person.Phone, await wallet.Provider.Accounts.LatestCodeAsync(wallet.Person.Phone), token));

    private static async Task<bool> PageAsync(Wallet wallet, string address, HttpStatusCode taken)
    {
        using var answer = await wallet.Provider.Http.GetAsync(address);
        if (answer.StatusCode == taken)
            return true;
        IsRefusal(answer.StatusCode);
        return false;
    }

    private static async Task<bool> OpenSignInAsync(Wallet wallet, string token)
    {
        var page = (await wallet.Visitor.GoAsync($"/account/login?request={Uri.EscapeDataString(token)}")).ExpectPage();
        if (page.Status == HttpStatusCode.OK)
            return true;
        IsRefusal(page.Status);
        return false;
    }

    // Somebody who is not signed in is sent to where one signs in.
    private static async Task<bool> BrowseAsync(Wallet wallet, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account") { Headers = { { "Cookie", $"idp={token}" } } };
        using var answer = await wallet.Provider.Http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.OK)
            return true;
        Assert.StartsWith("/account/login", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
        return false;
    }

    private static bool Judge(TokenAnswer answer)
    {
        if (answer.Status == HttpStatusCode.OK)
            return true;
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("invalid_grant", answer.Error);
        return false;
    }

    private static void IsRefusal(HttpStatusCode status) => Assert.InRange((int)status, 400, 499);
}
