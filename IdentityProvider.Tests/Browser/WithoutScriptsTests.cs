using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.Playwright;

namespace IdentityProvider.Tests.Browser;

/// <summary>The hosted pages work where scripts do not run.</summary>
[Needs(nameof(Tool.Chromium))]
public sealed class WithoutScriptsTests(ProviderFixture fixture, Chromium chromium) : IClassFixture<ProviderFixture>, IClassFixture<Chromium>
{
    private readonly Provider _provider = fixture.Provider;

    private RelyingParty Rp => _provider.RelyingParty(TestClients.ConsentWeb);

    [ToolFact]
    public async Task From_an_account_to_tokens_and_out_again()
    {
        var person = Person.New();
        await using var context = await NewContextAsync();
        var page = await context.NewPageAsync();
        var request = Rp.Request("openid profile offline_access");

        await page.GotoAsync(_provider.Address($"/connect/authorize?{request.Query}").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }).ClickAsync();
        await page.RegisterAsAsync(person);
        await page.ComesToAsync("Verify your phone number");
        await page.EnterCodeAsync(await _provider.Accounts.LatestCodeAsync(person.Phone));
        await page.SignInAsAsync(person);
        await page.AllowAsync();
        await page.ComesToAddressAsync(Rp.Client.RedirectUri);

        var callback = Callback.FromRedirect(new Uri(page.Url));
        Conforming.Callback(_provider, request, callback);
        var tokens = await Conforming.TokensAsync(Rp, request, await Rp.RedeemAsync(callback.Code!, request));
        var claims = await UserInfo.ReadAsync(await Rp.UserInfoAsync(tokens.AccessToken));
        Assert.Equal(person.FullName, (string?)claims["name"]);
        (await Rp.RefreshAsync(tokens.ExpectRefreshToken())).ExpectSuccess();

        var logout = new EndSessionRequest().With("client_id", Rp.Client.Id).With("post_logout_redirect_uri", "https://consent.example/signed-out");
        await page.GotoAsync(_provider.Address(logout.Address).ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.ComesToAddressAsync("https://consent.example/signed-out");
        await page.GotoAsync(_provider.Address($"/connect/authorize?{Rp.Request().Query}").ToString());
        await page.ComesToAsync("Sign in");
    }

    [ToolFact]
    [Trait("Conformance", "FP-39")]
    public async Task A_form_post_has_a_button_to_press()
    {
        await using var context = await NewContextAsync();
        var page = await context.NewPageAsync();
        var request = _provider.RelyingParty().Request().With("response_mode", "form_post").With("prompt", "none");
        await page.GotoAsync(_provider.Address($"/connect/authorize?{request.Query}").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.ComesToAddressAsync(TestClients.Find(TestClients.Web).RedirectUri);
    }

    [ToolFact]
    [Trait("Conformance", "J-72")]
    public async Task With_scripts_a_form_post_submits_itself_under_its_own_policy()
    {
        await using var context = await chromium.NewContextAsync();
        await AnswerForClientsAsync(context);
        var page = await context.NewPageAsync();
        var request = _provider.RelyingParty().Request().With("response_mode", "form_post").With("prompt", "none");
        await page.GotoAsync(_provider.Address($"/connect/authorize?{request.Query}").ToString());
        await page.ComesToAddressAsync(TestClients.Find(TestClients.Web).RedirectUri);
    }

    [ToolFact]
    [Trait("Requirement", "PF-10")]
    public async Task A_forgotten_password_is_reset_by_a_code()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        await using var context = await NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(_provider.Address("/account/forgot").ToString());
        await page.GetByLabel("Phone number").FillAsync(person.Phone);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the code" }).ClickAsync();
        await page.ComesToAsync("Enter the code");
        await page.EnterCodeAsync(await _provider.Accounts.LatestCodeAsync(person.Phone));
        await page.ComesToAsync("Choose a new password");
        await page.GetByLabel("New password").FillAsync("Another-horse-8-battery");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await page.SignInAsAsync(person with { Password = "Another-horse-8-battery" });
        await Assertions.Expect(page.Locator(HostedPages.PasswordField)).ToHaveCountAsync(0);
    }

    [ToolFact]
    [Trait("Requirement", "PF-8")]
    public async Task A_mailed_link_is_confirmed_with_a_button()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var link = (string)(await _provider.Accounts.MailboxAsync(person.Email))[0]["link"]!;
        await using var context = await NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm the address" }).ClickAsync();
        await page.ComesToAsync("Your e\u2011mail address is confirmed");
    }

    private async Task<IBrowserContext> NewContextAsync()
    {
        var context = await chromium.NewContextAsync(options => options.JavaScriptEnabled = false);
        await AnswerForClientsAsync(context);
        return context;
    }

    /// <summary>The clients' own servers do not exist: a page stands for all of them.</summary>
    private static Task AnswerForClientsAsync(IBrowserContext context) =>
        context.RouteAsync("https://*.example/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<h1>A client</h1>" }));
}
