using IdentityProvider.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace IdentityProvider.Tests.Browser;

/// <summary>The page on which developers read the OpenAPI document.</summary>
[Needs(nameof(Tool.Chromium))]
public sealed class ApiBrowserTests(DemoProvider fixture, Chromium chromium) : IClassFixture<DemoProvider>, IClassFixture<Chromium>
{
    private readonly Provider _provider = fixture.Provider;

    [ToolFact]
    public async Task It_shows_the_operations_and_tries_them_under_its_own_content_policy()
    {
        await using var context = await chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };

        await page.GotoAsync(_provider.Address("/openapi").ToString());
        var operation = page.Locator("#operations-Registration_and_recovery-forgotPassword");
        await operation.Locator(".opblock-summary-control").ClickAsync();
        await Expect(operation).ToContainTextAsync("channel_not_allowed");
        Assert.Empty(complaints);

        await operation.Locator(".try-out__btn").ClickAsync();
        await operation.Locator("textarea").FillAsync("""{ "email": "somebody@example.com" }""");
        await operation.Locator(".execute").ClickAsync();
        await Expect(operation.Locator(".live-responses-table")).ToContainTextAsync("channel_not_allowed");
    }

    [ToolFact]
    public async Task It_fits_a_phone()
    {
        await using var context = await chromium.NewContextAsync(options => options.ViewportSize = new() { Width = 360, Height = 740 });
        var page = await context.NewPageAsync();
        await page.GotoAsync(_provider.Address("/openapi").ToString());
        await Expect(page.Locator(".opblock").First).ToBeVisibleAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }
}
