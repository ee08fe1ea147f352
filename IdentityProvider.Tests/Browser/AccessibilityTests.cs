using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.Playwright;

namespace IdentityProvider.Tests.Browser;

/// <summary>Axe finds nothing serious on any page.</summary>
[Needs(nameof(Tool.Chromium))]
public sealed class AccessibilityTests(DemoProvider fixture, Chromium chromium) : IClassFixture<DemoProvider>, IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly Provider _provider = fixture.Provider;
    private IBrowserContext? _context;
    private IPage? _page;

    private IPage Page => _page ?? throw new InvalidOperationException("There is no window yet.");

    public async Task InitializeAsync()
    {
        _context = await chromium.NewContextAsync();
        _page = await _context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_context is not null)
            await _context.DisposeAsync();
    }

    [ToolTheory]
    [InlineData("/", 200)]
    [InlineData("/account/login", 200)]
    [InlineData("/account/login/code", 200)]
    [InlineData("/account/register", 200)]
    [InlineData("/account/forgot", 200)]
    [InlineData("/account/forgot?welcome=true", 200)]
    [InlineData("/account/forgot/sent", 200)]
    [InlineData("/account/reset", 400)]
    [InlineData("/account/reset?token=unknown", 400)]
    [InlineData("/account/deleted", 200)]
    [InlineData("/account/logged-out", 200)]
    [InlineData("/account/confirm-email?token=unknown", 200)]
    [InlineData("/dev/messages", 200)]
    [InlineData("/demo/", 200)]
    [InlineData("/nowhere", 404)]
    [InlineData("/connect/authorize?client_id=nobody", 400)]
    public async Task Of_a_stranger(string path, int status)
    {
        var answer = await Page.GotoAsync(_provider.Address(path).ToString());
        Assert.Equal(status, answer!.Status);
        await HasNoFlawsAsync();
    }

    [ToolTheory]
    [InlineData("/")]
    [InlineData("/account")]
    [InlineData("/account/profile")]
    [InlineData("/account/password")]
    [InlineData("/account/sessions")]
    [InlineData("/account/apps")]
    [InlineData("/account/delete")]
    [InlineData("/account/logout")]
    public async Task Of_somebody_signed_in(string path)
    {
        await SignInAsync();
        var answer = await Page.GotoAsync(_provider.Address(path).ToString());
        Assert.Equal(200, answer!.Status);
        Assert.Equal(path, new Uri(Page.Url).AbsolutePath);
        await HasNoFlawsAsync();
    }

    [ToolTheory]
    [InlineData("consent", "Allow Consent & Sons to use your account?")]
    [InlineData("select_account", "Choose an account")]
    [InlineData("login", "Sign in")]
    public async Task Of_a_client_that_asks(string prompt, string heading)
    {
        await SignInAsync();
        var request = _provider.RelyingParty(TestClients.ConsentWeb).Request("openid email offline_access orders.read").With("prompt", prompt);
        await Page.GotoAsync(_provider.Address($"/connect/authorize?{request.Query}").ToString());
        await Page.ComesToAsync(heading);
        await HasNoFlawsAsync();
    }

    [ToolFact]
    public async Task Of_forms_that_were_filled_in_wrong()
    {
        await Page.GotoAsync(_provider.Address("/account/register").ToString());
        await Page.RegisterAsAsync(Person.New() with { Phone = "12", Email = "nobody", Password = "short" });
        await Assertions.Expect(Page.Locator("[aria-invalid=true]").First).ToBeVisibleAsync();
        await HasNoFlawsAsync();

        await Page.GotoAsync(_provider.Address("/account/login").ToString());
        await Page.SignInAsAsync(Person.New());
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await HasNoFlawsAsync();
    }

    [ToolFact]
    public async Task Of_a_code_that_is_waited_for()
    {
        await Page.GotoAsync(_provider.Address("/account/register").ToString());
        await Page.RegisterAsAsync(Person.New());
        await Page.ComesToAsync("Verify your phone number");
        await HasNoFlawsAsync();
    }

    [ToolFact]
    public async Task Of_the_demo_that_shows_its_tokens()
    {
        await Page.GotoAsync(_provider.Address("/demo/").ToString());
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Page.SignInAsAsync(await _provider.Accounts.RegisterVerifiedAsync());
        await Page.AllowAsync();
        await Assertions.Expect(Page.Locator("#tokens .token")).ToHaveCountAsync(3);
        await HasNoFlawsAsync();
    }

    private async Task SignInAsync()
    {
        await Page.GotoAsync(_provider.Address("/account/login").ToString());
        await Page.SignInAsAsync(await _provider.Accounts.RegisterVerifiedAsync());
        await Page.ComesToAddressAsync(_provider.Address("/account").ToString());
        await Assertions.Expect(Page.Locator(HostedPages.PasswordField)).ToHaveCountAsync(0);
    }

    private async Task HasNoFlawsAsync() => Assert.Empty(await Accessibility.FlawsAsync(Page));
}
