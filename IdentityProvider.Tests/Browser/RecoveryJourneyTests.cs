using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.EmailFirst;
using IdentityProvider.Tests.Requirements.OtpFirst;
using Microsoft.Playwright;

namespace IdentityProvider.Tests.Browser;

/// <summary>From a forgotten password to signed in, and from an account to none, under every preset; scripts do not run, so nothing needs them.</summary>
[Needs(nameof(Tool.Chromium))]
public sealed class RecoveryJourneyTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string NewPassword = "Another-horse-8-battery";
    private IBrowserContext? _context;
    private IPage? _page;

    private IPage Page => _page ?? throw new InvalidOperationException("There is no window yet.");

    public async Task InitializeAsync()
    {
        _context = await chromium.NewContextAsync(options => options.JavaScriptEnabled = false);
        _page = await _context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        if (_context is not null)
            await _context.DisposeAsync();
    }

    [ToolFact]
    [Trait("Requirement", "PF-10")]
    public async Task PhoneFirst_by_SMS_and_then_the_account_is_deleted()
    {
        await using var provider = await StartAsync("PhoneFirst");
        var person = await provider.Accounts.RegisterVerifiedAsync();
        await ResetByCodeAsync(provider, "Phone number", person.Phone);
        await SignInAsync(person.Phone, NewPassword);
        await DeleteByCodeAsync(provider, person.Phone);
    }

    [ToolFact]
    [Trait("Requirement", "OF-7")]
    public async Task OtpFirst_by_SMS()
    {
        await using var provider = await StartAsync("OtpFirst");
        var phone = Person.New().Phone;
        await new App(provider).JoinAsync(phone);
        await ResetByCodeAsync(provider, "Phone number", phone);
        await SignInAsync(phone, NewPassword);
    }

    [ToolFact]
    [Trait("Requirement", "EF-10")]
    public async Task EmailFirst_by_a_mailed_link_and_then_the_account_is_deleted()
    {
        await using var provider = await StartAsync("EmailFirst");
        var person = await new App(provider).AddCustomerAsync();
        await ResetByLinkAsync(provider, "E-mail", person.Email, "Send the link");
        await SignInAsync(person.Email, NewPassword);

        await GoAsync(provider, "/account");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Delete the account" }).ClickAsync();
        await Page.ComesToAsync("Delete the account");
        await Page.GetByLabel("Current password").FillAsync(NewPassword);
        await PressAsync("Delete for good");
        await Page.ComesToAsync("The account is deleted");
    }

    [ToolFact]
    [Trait("Requirement", "CL-8")]
    [Trait("Requirement", "CL-7")]
    [Trait("Requirement", "CL-10")]
    public async Task Clinic_by_both_ways_then_a_new_password_by_a_code_and_the_end()
    {
        await using var provider = await StartAsync("Clinic");
        var person = await provider.AddStaffAsync("user");
        await ResetByCodeAsync(provider, "Phone number or e-mail", person.Phone);
        await ResetByLinkAsync(provider, "Phone number or e-mail", person.Email, "Continue");
        await SignInAsync(person.Email, NewPassword);

        await GoAsync(provider, "/account/password");
        await PressAsync("Send the code");
        await Page.EnterCodeAsync(await provider.Accounts.LatestCodeAsync(person.Phone));
        await Page.GetByLabel("New password").FillAsync("Third-horse-9-battery");
        await PressAsync("Change the password");
        await Assertions.Expect(Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your password is changed");
        await DeleteByCodeAsync(provider, person.Phone);
        await GoAsync(provider, "/account");
        await Page.ComesToAsync("Sign in");
    }

    private static Task<Provider> StartAsync(string preset) => Provider.StartAsync(settings => settings.WithManyCodes().With("Accounts:Preset", preset));

    private Task GoAsync(Provider provider, string path) => Page.GotoAsync(provider.Address(path).ToString());

    private Task PressAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private async Task ResetByCodeAsync(Provider provider, string label, string phone)
    {
        await ForgetAsync(provider, label, phone, label == "Phone number" ? "Send the code" : "Continue");
        await Page.ComesToAsync("Enter the code");
        await Page.EnterCodeAsync(await provider.Accounts.LatestCodeAsync(phone));
        await ChooseAsync();
    }

    private async Task ResetByLinkAsync(Provider provider, string label, string email, string button)
    {
        await ForgetAsync(provider, label, email, button);
        await Page.ComesToAsync("Look into your mail");
        await Page.GotoAsync((await provider.Accounts.MailedLinkAsync(email)).ToString());
        await ChooseAsync();
    }

    private async Task ForgetAsync(Provider provider, string label, string identifier, string button)
    {
        await GoAsync(provider, "/account/login");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Forgot the password?" }).ClickAsync();
        await Page.ComesToAsync("Forgot the password?");
        await Page.GetByLabel(label, new() { Exact = true }).FillAsync(identifier);
        await PressAsync(button);
    }

    private async Task ChooseAsync()
    {
        await Page.ComesToAsync("Choose a new password");
        await Page.GetByLabel("New password").FillAsync(NewPassword);
        await PressAsync("Set the password");
        await Page.ComesToAsync("Sign in");
    }

    private async Task SignInAsync(string identifier, string password)
    {
        await Page.Locator(HostedPages.IdentifierField).FillAsync(identifier);
        await Page.Locator(HostedPages.PasswordField).FillAsync(password);
        await PressAsync("Sign in");
        await Assertions.Expect(Page.Locator(".person")).ToBeVisibleAsync();
    }

    private async Task DeleteByCodeAsync(Provider provider, string phone)
    {
        await GoAsync(provider, "/account/delete");
        await PressAsync("Send the code");
        await Page.EnterCodeAsync(await provider.Accounts.LatestCodeAsync(phone));
        await PressAsync("Delete for good");
        await Page.ComesToAsync("The account is deleted");
    }
}
