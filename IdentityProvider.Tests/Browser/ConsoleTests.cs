using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IdentityProvider.Tests.Browser;

/// <summary>The console in a real browser: axe finds nothing serious on any page, and everything works without scripts.</summary>
[Needs(nameof(Tool.Chromium))]
public sealed class ConsoleTests(ProviderFixture fixture, Chromium chromium) : IClassFixture<ProviderFixture>, IClassFixture<Chromium>
{
    private readonly Provider _provider = fixture.Provider;

    [ToolFact]
    public async Task Everybody_can_use_each_page()
    {
        var user = $"/admin/users/{(await _provider.AddStaffAsync("user")).UserId}";
        await using var context = await chromium.NewContextAsync();
        var page = await SignInAsync(context);
        string[] addresses =
        [
            "/admin", "/admin/users", "/admin/users?search=nobody-at-all", "/admin/users/new", user, user + "/edit", user + "/roles",
            user + "/sessions", user + "/apps", user + "/sign-ins", user + "/reset", user + "/deactivate", user + "/delete", "/admin/messages", "/admin/refused-codes",
            "/admin/keys", "/admin/keys/rotate", "/admin/audit",
        ];
        var flaws = new List<string>();
        foreach (var address in addresses)
        {
            Assert.Equal(200, (await page.GotoAsync(_provider.Address(address).ToString()))!.Status);
            flaws.AddRange(await Accessibility.FlawsAsync(page));
        }

        Assert.Empty(flaws);
    }

    [ToolFact]
    public async Task Everybody_can_use_a_form_that_is_shown_again()
    {
        var user = $"/admin/users/{(await _provider.AddStaffAsync("user")).UserId}";
        await using var context = await chromium.NewContextAsync();
        var page = await SignInAsync(context);
        await page.GotoAsync(_provider.Address("/admin/users/new").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Expect(page.Locator("[aria-invalid=true]").First).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.FlawsAsync(page));

        await page.GotoAsync(_provider.Address(user + "/roles").ToString());
        _provider.Clock.Advance(TimeSpan.FromMinutes(16));
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the roles" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Sign in again first");
        Assert.Empty(await Accessibility.FlawsAsync(page));
    }

    [ToolFact]
    public async Task Without_scripts_an_account_is_made_changed_and_deleted()
    {
        var person = Person.New();
        await using var context = await chromium.NewContextAsync(options =>
        {
            options.JavaScriptEnabled = false;
            options.ViewportSize = new() { Width = 360, Height = 780 };
        });
        var page = await SignInAsync(context);
        await page.GetByRole(AriaRole.Link, new() { Name = "Administration" }).ClickAsync();
        await page.ComesToAsync("Overview");
        await page.Locator(".admin-menu summary").ClickAsync();
        // On a phone the menu has what stands beside the name of the site elsewhere.
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign out" })).ToHaveCountAsync(1);
        await page.Locator(".admin-menu").GetByRole(AriaRole.Link, new() { Name = "Users" }).ClickAsync();
        await page.ComesToAsync("Users");
        await page.GetByRole(AriaRole.Link, new() { Name = "Register a person" }).ClickAsync();
        await page.GetByLabel("Full name").FillAsync(person.FullName);
        await page.GetByLabel("Phone number").FillAsync(person.Phone);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await page.ComesToAsync(person.FullName);

        await page.GetByRole(AriaRole.Link, new() { Name = "Edit the profile" }).ClickAsync();
        await page.GetByLabel("City").FillAsync("Mawlamyine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Mawlamyine")).ToBeVisibleAsync();

        // A dangerous action, with a sign-in that has grown old.
        _provider.Clock.Advance(TimeSpan.FromMinutes(16));
        await page.GetByRole(AriaRole.Link, new() { Name = "Delete…" }).ClickAsync();
        await page.SignInAsAsync(_admin!);
        await page.ComesToAsync($"Delete {person.FullName}?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync($"The account of {person.FullName} is deleted.");
    }

    private Person? _admin;

    private async Task<IPage> SignInAsync(IBrowserContext context)
    {
        _admin = await _provider.AddStaffAsync("superAdmin");
        var page = await context.NewPageAsync();
        await page.GotoAsync(_provider.Address("/account/login").ToString());
        await page.SignInAsAsync(_admin);
        await page.ComesToAddressAsync(_provider.Address("/account").ToString());
        await page.ComesToAsync(_admin.FullName);
        return page;
    }
}
