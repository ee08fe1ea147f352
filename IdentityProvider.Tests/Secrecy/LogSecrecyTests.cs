using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Secrecy;

/// <summary>Runs the main flows with every log at Trace, and finds none of the secrets that were issued in any of them.</summary>
public sealed class LogSecrecyTests(LogSecrecyTests.Talkative fixture) : IClassFixture<LogSecrecyTests.Talkative>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly Dictionary<string, string> _secrets = [];

    /// <summary>A provider that logs everything there is to log.</summary>
    public sealed class Talkative : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => settings.WithAllLogs();
    }

    [Fact]
    [Trait("Conformance", "BCP-46")]
    [Trait("Requirement", "OF-3")]
    public async Task Nothing_that_was_issued_is_in_any_log()
    {
        var person = await RegisterAsync();
        var browser = _provider.NewBrowser().UsedBy(person);
        var signedIn = await SignInAsync(browser, TestClients.Web);
        await SignInAsync(browser, TestClients.ReferenceWeb);
        await FailAsync(browser);
        await UseAsync(signedIn);
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
            Keep($"cookie {cookie.Name}", cookie.Value);
        await browser.GoAsync($"/connect/endsession?id_token_hint={signedIn.Tokens.IdToken!.Text}");

        Assert.True(_secrets.Count > 20, "the flows issued hardly any secret");
        Assert.True(_provider.Logs.Lines.Count > 200, "hardly anything was logged");
        var leaks = from line in _provider.Logs.Lines
                    from secret in _secrets
                    where line.Text.Contains(secret.Value, StringComparison.Ordinal)
                    select $"{secret.Key} in {line}";
        Assert.Empty(leaks);
    }

    private async Task<Person> RegisterAsync()
    {
        var (person, rememberToken) = await _provider.Accounts.RegisterAsync(Person.New());
        Keep("remember token", rememberToken);
        Keep("one-time code", await _provider.Accounts.LatestCodeAsync(person.Phone));
        Keep("password", person.Password);
        Keep("phone", person.Phone);
        Keep("phone without plus", person.Phone[1..]);
        Keep("e-mail", person.Email);
        await _provider.Accounts.VerifyPhoneAsync(person, rememberToken);
        var link = (string)(await _provider.Accounts.MailboxAsync(person.Email))[0]["link"]!;
        Keep("mailed token", System.Web.HttpUtility.ParseQueryString(new Uri(link).Query)["token"]);
        (await _provider.NewBrowser().GoAsync(new Uri(link))).ExpectPage();
        await _provider.Accounts.VerifyEmailAsync(person);
        return person;
    }

    private async Task<SignedIn> SignInAsync(UserAgent browser, string clientId)
    {
        var rp = _provider.RelyingParty(clientId);
        var request = rp.Request("openid email phone offline_access orders.read");
        var signedIn = await rp.SignInAsync(browser, request.With("prompt", "consent").With("login_hint", browser.Person!.Phone));
        KeepSignIn(signedIn);
        return signedIn;
    }

    /// <summary>What goes wrong is logged too, and more of it.</summary>
    private async Task FailAsync(UserAgent browser)
    {
        Keep("wrong password", "Wrong-Password-99!x");
        var rp = _provider.RelyingParty();
        var login = (await rp.VisitAsync(browser, rp.Request().With("prompt", "login"))).ExpectPage();
        await HostedPages.SignInAsync(login, browser.Person!.Phone, "Wrong-Password-99!x");
        Keep("wrong secret", "wrong-secret-J83k");
        Keep("unknown code", "unknown-code-Kq82hsPw");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Headers = { Authorization = RelyingParty.Basic(TestClients.Web, "wrong-secret-J83k") },
            Content = new FormUrlEncodedContent(new TokenRequest("authorization_code").With("code", "unknown-code-Kq82hsPw").Parameters),
        };
        using var refused = await _provider.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await rp.TokenAsync(new TokenRequest("authorization_code").With("code", "unknown-code-Kq82hsPw").With("redirect_uri", rp.Client.RedirectUri));
        await _provider.Accounts.PostAsync("/api/account/password/forgot", new JsonObject { ["phone"] = browser.Person.Phone });
        Keep("reset code", await _provider.Accounts.LatestCodeAsync(browser.Person.Phone));
        var reset = new JsonObject { ["token"] = "forged-proof-Zw81", ["newPassword"] = "Another-Password-1!" };
        await _provider.Accounts.PostAsync("/api/account/password/reset", reset);
        await browser.GoAsync("/account/reset?token=forged-proof-Zw81");
        Keep("forged proof", "forged-proof-Zw81");
        Keep("new password", "Another-Password-1!");
    }

    private async Task UseAsync(SignedIn signedIn)
    {
        var rp = _provider.RelyingParty();
        Keep("client secret", rp.Client.Secret);
        (await rp.UserInfoAsync(signedIn.Tokens.AccessToken)).Dispose();
        await _provider.Api(TestClients.OrdersApi).IntrospectAsync(signedIn.Tokens.AccessToken);
        Keep("API secret", TestClients.OrdersApiSecret);
        var refreshed = await rp.RefreshAsync(signedIn.Tokens.ExpectRefreshToken());
        Keep("second refresh token", refreshed.ExpectRefreshToken());
        Keep("second access token", refreshed.ExpectAccessToken());
        Keep("second ID token", refreshed["id_token"]);
        _provider.Clock.Advance(TimeSpan.FromSeconds(11));
        await rp.RefreshAsync(signedIn.Tokens.ExpectRefreshToken());
        await rp.RedeemAsync(signedIn.Callback.Code!, signedIn.Request);
        (await rp.RevokeAsync(refreshed.ExpectRefreshToken())).Dispose();
    }

    private void KeepSignIn(SignedIn signedIn)
    {
        var client = signedIn.Request["client_id"];
        Keep($"code of {client}", signedIn.Callback.Code);
        Keep($"access token of {client}", signedIn.Tokens.AccessToken);
        Keep($"signature of the access token of {client}", signedIn.Tokens.AccessToken.Split('.')[^1]);
        Keep($"refresh token of {client}", signedIn.Tokens.RefreshToken);
        Keep($"ID token of {client}", signedIn.Tokens.IdToken!.Text);
    }

    private void Keep(string what, string? value)
    {
        if (value is { Length: > 4 })
            _secrets[what] = value;
    }
}
