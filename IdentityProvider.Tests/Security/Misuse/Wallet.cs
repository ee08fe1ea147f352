using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Security.Misuse;

/// <summary>What the provider hands out and will be shown again.</summary>
public enum Kind
{
    AccessToken,
    ReferenceToken,
    IdToken,
    RefreshToken,
    AuthorizationCode,
    RequestHandle,
    SessionCookie,
    EmailLink,
    ResetLink,
    RegisterProof,
    VerifyPhoneProof,
    SignInProof,
    ResetPasswordProof,
    ChangePasswordProof,
    DeleteAccountProof,
    SignInRememberToken,
    ResetRememberToken,
}

/// <summary>Somebody with an account, and everything that was handed out to them, each made when it is first asked for.</summary>
internal sealed class Wallet : IDisposable
{
    private readonly Dictionary<Kind, string> _held = [];
    private readonly App _app;
    private SignedIn? _signedIn;

    private Wallet(Provider provider, Person person, string token)
    {
        (Provider, Person, Token, _app) = (provider, person, token, new App(provider));
        Browser = provider.NewBrowser().UsedBy(person);
        Visitor = provider.NewBrowser();
        Client = provider.RelyingParty(TestClients.ReferenceWeb);
    }

    public Provider Provider { get; }

    public Person Person { get; }

    /// <summary>The access token of the house's app, for calls that want another proof beside it.</summary>
    public string Token { get; }

    /// <summary>Where the person is signed in.</summary>
    public UserAgent Browser { get; }

    /// <summary>Where nobody is signed in, and a request waits for somebody.</summary>
    public UserAgent Visitor { get; }

    /// <summary>Gets reference tokens.</summary>
    public RelyingParty Client { get; }

    /// <summary>The request that the code answers.</summary>
    public AuthorizationRequest Request { get; private set; } = new();

    /// <summary>A number that has no account yet.</summary>
    public string NewPhone { get; } = Person.New().Phone;

    /// <summary>An account that an administrator made: the number is proven by setting the password, the address is not yet.</summary>
    public static async Task<Wallet> OpenAsync(Provider provider, string admin)
    {
        var (app, person) = (new App(provider), Person.New());
        (await app.UsersAsync(HttpMethod.Post, "", Staff.InvitationOf(person, "user"), admin)).Expect(HttpStatusCode.Created);
        var proof = await app.ProveAsync(person.Phone, "reset_password");
        (await app.PostAsync("/password/reset", new JsonObject { ["token"] = proof, ["newPassword"] = person.Password })).Expect(HttpStatusCode.OK);
        return new Wallet(provider, person, (await app.SignInAsync(person)).ExpectAccessToken());
    }

    public async Task<string> GetAsync(Kind kind)
    {
        if (!_held.TryGetValue(kind, out var token))
            _held[kind] = token = await MakeAsync(kind);
        return token;
    }

    public void Dispose()
    {
        Browser.Dispose();
        Visitor.Dispose();
    }

    private async Task<string> MakeAsync(Kind kind) => kind switch
    {
        Kind.AccessToken => (await _app.SignInAsync(Person)).ExpectAccessToken(),
        Kind.ReferenceToken => (await SignedInAsync()).Tokens.AccessToken,
        Kind.IdToken => (await SignedInAsync()).Tokens.IdToken!.Text,
        Kind.RefreshToken => (await SignedInAsync()).Tokens.ExpectRefreshToken(),
        Kind.AuthorizationCode => await CodeAsync(),
        Kind.RequestHandle => await HandleAsync(),
        Kind.SessionCookie => await CookieAsync(),
        Kind.EmailLink => await MailedTokenAsync("/account/confirm-email"),
        Kind.ResetLink => await ResetLinkAsync(),
        Kind.RegisterProof => await _app.ProveAsync(NewPhone, "register"),
        Kind.VerifyPhoneProof => await _app.ProveAsync(Person.Phone, "verify_phone", Token),
        Kind.SignInProof => await _app.ProveAsync(Person.Phone, "sign_in"),
        Kind.ResetPasswordProof => await _app.ProveAsync(Person.Phone, "reset_password"),
        Kind.ChangePasswordProof => await _app.ProveAsync(Person.Phone, "change_password", Token),
        Kind.DeleteAccountProof => await _app.ProveAsync(Person.Phone, "delete_account", Token),
        Kind.SignInRememberToken => await RememberAsync("sign_in"),
        Kind.ResetRememberToken => await RememberAsync("reset_password"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private async Task<SignedIn> SignedInAsync() => _signedIn ??= await Client.SignInAsync(Browser, Client.Request("openid offline_access").With("prompt", "consent"));

    private async Task<string> CodeAsync()
    {
        Request = Client.Request();
        return (await Client.AuthorizeAsync(Browser, Request)).Code!;
    }

    private async Task<string> HandleAsync()
    {
        var page = (await Client.VisitAsync(Visitor, Client.Request())).ExpectPage();
        return HttpUtility.ParseQueryString(page.Address.Query)["request"]!;
    }

    private async Task<string> CookieAsync()
    {
        await SignedInAsync();
        return Browser.Cookies.GetCookies(Provider.Origin)["idp"]!.Value;
    }

    private async Task<string> ResetLinkAsync()
    {
        (await _app.PostAsync("/password/forgot", new JsonObject { ["email"] = Person.Email })).Expect(HttpStatusCode.Accepted);
        return await MailedTokenAsync("/account/reset");
    }

    private async Task<string> MailedTokenAsync(string path)
    {
        var links = (await Provider.Accounts.MailboxAsync(Person.Email)).Select(message => (string?)message["link"]).OfType<string>();
        return HttpUtility.ParseQueryString(links.Select(link => new Uri(link)).First(link => link.AbsolutePath == path).Query)["token"]!;
    }

    private async Task<string> RememberAsync(string purpose) =>
        (string)(await _app.AskForCodeAsync(Person.Phone, purpose)).Expect(HttpStatusCode.Accepted)["rememberToken"]!;
}
