using IdentityProvider.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IdentityProvider.Tests.Browser;

/// <summary>A newcomer's first two minutes: from the demo app to signed in and out again.</summary>
[Needs(nameof(Tool.Chromium))]
public sealed class DemoJourneyTests(DemoProvider fixture, Chromium chromium) : IClassFixture<DemoProvider>, IClassFixture<Chromium>
{
    private readonly Provider _provider = fixture.Provider;

    [ToolFact]
    public async Task From_the_demo_to_an_account_to_tokens_and_out_again()
    {
        var person = Person.New();
        await using var context = await chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };

        await page.GotoAsync(_provider.Address("/demo/").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }).ClickAsync();
        await page.RegisterAsAsync(person);
        await page.ComesToAsync("Verify your phone number");
        await page.EnterCodeAsync(await _provider.Accounts.LatestCodeAsync(person.Phone));
        await page.SignInAsAsync(person);
        await page.AllowAsync();

        await Expect(page.Locator("#tokens .token")).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Call userinfo" }).ClickAsync();
        await Expect(page.Locator("#claims")).ToContainTextAsync(person.FullName);
        var refreshToken = await page.Locator("#tokens .token pre.raw").Last.TextContentAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Refresh", Exact = true }).ClickAsync();
        await Expect(page.Locator("#tokens .token pre.raw").Last).Not.ToHaveTextAsync(refreshToken!);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Locator("#steps")).ToContainTextAsync("You are signed out");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.ComesToAsync("Sign in");
        Assert.Empty(complaints);
    }
}
