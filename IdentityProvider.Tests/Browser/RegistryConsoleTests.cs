using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Pages.Admin.Registry;
using IdentityProvider.Tests.Requirements;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IdentityProvider.Tests.Browser;

/// <summary>The pages of clients, scopes and APIs in a real browser: axe finds nothing serious on any of them, and everything works without scripts.</summary>
[Needs(nameof(Tool.Chromium))]
public sealed class RegistryConsoleTests(ProviderFixture fixture, Chromium chromium) : IClassFixture<ProviderFixture>, IClassFixture<Chromium>
{
    private readonly Provider _provider = fixture.Provider;

    [ToolFact]
    public async Task Everybody_can_use_each_page()
    {
        await using var context = await chromium.NewContextAsync();
        var page = await SignInAsync(context, "/admin/clients");
        var id = RegistrySteps.NewId();
        await RegisterAsync(page, "web", id, "https://a-host-with-a-long-name.department.company.example/a/long/path/to/the/callback?with=a&query=too");
        await HasNoFlawsAsync(page);
        await RegisterAsync(page, "machine", id + "-machine", null);
        await AddAsync(page, "scopes", id + ".read.everything.that.there.is.to.be.read");
        await AddAsync(page, "resources", $"https://{id}.example/v1");
        string[] addresses =
        [
            "/admin/clients", "/admin/clients?search=nobody-at-all", "/admin/clients/new", "/admin/clients/new?template=web",
            .. from path in new[] { "client", "edit", "secret", "disable", "delete", "try" } select $"/admin/clients/{path}?id={id}",
            $"/admin/clients/connect?id={id}-machine", $"/admin/clients/client?id={TestClients.Web}",
            "/admin/scopes", $"/admin/scopes/edit?id={id}.read.everything.that.there.is.to.be.read",
            "/admin/resources", "/admin/resources/new", $"/admin/resources/resource?id=https://{id}.example/v1",
        ];
        foreach (var address in addresses)
        {
            Assert.Equal(200, (await page.GotoAsync(_provider.Address(address).ToString()))!.Status);
            await HasNoFlawsAsync(page);
        }
    }

    [ToolFact]
    public async Task Everybody_can_use_a_form_that_is_shown_again_and_a_run_that_has_ended()
    {
        await using var context = await chromium.NewContextAsync();
        var page = await SignInAsync(context, "/admin/clients");
        var id = RegistrySteps.NewId();
        await RegisterAsync(page, "web", id, "/not-absolute");
        await Expect(page.Locator("#redirectUris-error")).ToBeVisibleAsync();
        await HasNoFlawsAsync(page);
        await RegisterAsync(page, "web", id, "https://app.example/callback");
        var secret = await page.Locator(".snippet.once code").TextContentAsync();

        // Somebody else saves in another window.
        await page.GotoAsync(_provider.Address($"/admin/clients/edit?id={id}").ToString());
        var other = await context.NewPageAsync();
        await other.GotoAsync(page.Url);
        await other.GetByLabel("Redirect URIs").FillAsync("https://other.example/callback");
        await PressAsync(other, "Save");
        await other.ComesToAddressAsync(_provider.Address("/admin/clients/client").ToString());
        await page.GetByLabel("Home page").FillAsync("https://app.example/");
        await PressAsync(page, "Save");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This was changed while the form was open");
        await HasNoFlawsAsync(page);

        await page.GotoAsync(_provider.Address($"/admin/clients/try?id={id}").ToString());
        await PressAsync(page, "Add it to the client");
        await PressAsync(page, "Run the flow");
        await page.AllowAsync();
        await page.ComesToAsync("What came back");
        await page.GetByLabel("Secret", new() { Exact = true }).FillAsync("wrong");
        await PressAsync(page, "Redeem the code");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("invalid_client");
        await HasNoFlawsAsync(page);
        await page.GetByLabel("Secret", new() { Exact = true }).FillAsync(secret!);
        await PressAsync(page, "Redeem the code");
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("It works.");
        await HasNoFlawsAsync(page);
    }

    [ToolFact]
    public async Task What_is_to_be_taken_over_is_copied_with_a_button()
    {
        await using var context = await chromium.NewContextAsync(options => options.Permissions = ["clipboard-read", "clipboard-write"]);
        var page = await SignInAsync(context, "/admin/clients");
        await RegisterAsync(page, "web", RegistrySteps.NewId(), "https://app.example/callback");
        await page.Locator(".snippet.once .copy").ClickAsync();
        await Expect(page.Locator(".snippet.once .copy")).ToHaveTextAsync("Copied");
        Assert.Equal(await page.Locator(".snippet.once code").TextContentAsync(), await page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        // Where the browser refuses, it says what one can do instead; each button says what it is for.
        await page.EvaluateAsync("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy: app.mjs" }).ClickAsync();
        await Expect(page.Locator(".guide .copy").First).ToHaveTextAsync("Couldn't copy: select the text");
    }

    [ToolFact]
    public async Task A_secret_that_is_typed_can_be_looked_at()
    {
        await using var context = await chromium.NewContextAsync();
        var page = await SignInAsync(context, "/admin/clients");
        var id = RegistrySteps.NewId();
        await RegisterAsync(page, "machine", id, null);
        await page.GetByRole(AriaRole.Link, new() { Name = "Run the flow" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the secret" }).ClickAsync();
        await Expect(page.Locator("#secret")).ToHaveAttributeAsync("type", "text");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Hide the secret" })).ToBeVisibleAsync();
    }

    [ToolFact]
    public async Task Without_scripts_a_client_is_registered_changed_tried_and_deleted()
    {
        await using var context = await chromium.NewContextAsync(options =>
        {
            options.JavaScriptEnabled = false;
            options.ViewportSize = new() { Width = 360, Height = 780 };
        });
        var page = await SignInAsync(context, "/admin/clients");
        await page.GetByRole(AriaRole.Link, new() { Name = "New client" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Single-page app" }).ClickAsync();
        await page.GetByLabel("Name (optional)").FillAsync("Without scripts");
        await page.GetByLabel("Redirect URIs").FillAsync("https://app.example/callback");
        await PressAsync(page, "Register");
        await page.ComesToAsync("Connect Without scripts");

        await page.GetByRole(AriaRole.Link, new() { Name = "Run the flow" }).ClickAsync();
        await PressAsync(page, "Add it to the client");
        await PressAsync(page, "Run the flow");
        await page.AllowAsync();
        await page.ComesToAsync("What came back");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("It works.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Done" }).ClickAsync();
        await PressAsync(page, "Remove the address from the client");

        await page.GetByRole(AriaRole.Link, new() { Name = "Connect Without scripts" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Without scripts", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await page.GetByLabel("Name (optional)").FillAsync("With a new name");
        await PressAsync(page, "Save");
        await Expect(page.Locator("h1")).ToContainTextAsync("With a new name");
        await page.GetByRole(AriaRole.Link, new() { Name = "Delete…" }).ClickAsync();
        await PressAsync(page, "Delete for good");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("With a new name is deleted.");
    }

    private async Task<IPage> SignInAsync(IBrowserContext context, string address)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(_provider.Address(address).ToString());
        await page.SignInAsAsync(await _provider.AddStaffAsync("superAdmin"));
        await page.ComesToAddressAsync(_provider.Address(address).ToString());
        return page;
    }

    private async Task RegisterAsync(IPage page, string template, string id, string? redirectUri)
    {
        await page.GotoAsync(_provider.Address($"/admin/clients/new?template={template}").ToString());
        await page.GetByLabel("Identifier").FillAsync(id);
        if (redirectUri is not null)
            await page.GetByLabel("Redirect URIs").FillAsync(redirectUri);
        await PressAsync(page, "Register");
        await Expect(page.Locator(".guide, .field-error").First).ToBeVisibleAsync();
    }

    private async Task AddAsync(IPage page, string what, string name)
    {
        await page.GotoAsync(_provider.Address($"/admin/{what}/new").ToString());
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await PressAsync(page, "Register");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("is registered");
    }

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private static async Task HasNoFlawsAsync(IPage page) => Assert.Empty(await Accessibility.FlawsAsync(page));
}
