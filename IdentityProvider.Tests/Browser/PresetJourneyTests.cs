using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.Playwright;

namespace IdentityProvider.Tests.Browser;

/// <summary>
/// From an app to an account and back with tokens, under each preset but the default, which has its own journeys. With scripts
/// every page is looked at with axe, and nothing may be complained of on the console; without them it works as well.
/// </summary>
[Needs(nameof(Tool.Chromium))]
public sealed class PresetJourneyTests(Chromium chromium) : IClassFixture<Chromium>
{
    private readonly Person _person = Person.New();
    private readonly List<string> _flaws = [];

    [ToolTheory]
    [Trait("Requirement", "OF-1")]
    [Trait("Requirement", "OF-7")]
    [Trait("Requirement", "OF-8")]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_number_first_then_the_password(bool scripts) => GoAsync("OtpFirst", scripts, async (provider, page, look) =>
    {
        await page.AskForCodeAsync("12");
        await page.ComesToAsync("Create an account");
        await look();
        await page.AskForCodeAsync(_person.Phone);
        await page.ComesToAsync("Enter the code");
        await look();
        await page.EnterCodeAsync(await provider.Accounts.LatestCodeAsync(_person.Phone));
        await page.ComesToAsync("Choose a password");
        await page.GetByLabel("Full name").FillAsync(_person.FullName);
        await look();
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(_person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
    });

    [ToolTheory]
    [Trait("Requirement", "EF-1")]
    [Trait("Requirement", "EF-2")]
    [Trait("Requirement", "EF-3")]
    [InlineData(true)]
    [InlineData(false)]
    public Task The_address_is_confirmed_by_a_link(bool scripts) => GoAsync("EmailFirst", scripts, async (provider, page, look) =>
    {
        await page.GetByLabel("Full name").FillAsync(_person.FullName);
        await page.GetByLabel("E-mail").FillAsync(_person.Email);
        await page.GetByLabel("Date of birth").FillAsync("1990-12-31");
        await look();
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(_person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
        await page.ComesToAsync("Look into your mail");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await look();
        await page.SignInAsAsync(_person, _person.Email);
        await page.ComesToAsync("Look into your mail");
        await look();
        await page.GotoAsync((string)(await provider.Accounts.MailboxAsync(_person.Email))[0]["link"]!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm the address" }).ClickAsync();
        await page.ComesToAsync("Your e\u2011mail address is confirmed");
        await look();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await page.SignInAsAsync(_person, _person.Email);
    });

    [ToolTheory]
    [Trait("Requirement", "CL-1")]
    [Trait("Requirement", "CL-4")]
    [InlineData(true)]
    [InlineData(false)]
    public Task Signed_in_at_once_and_in_one_place_only(bool scripts) => GoAsync("Clinic", scripts, async (provider, page, look) =>
    {
        await look();
        await page.GetByLabel("Phone number").FillAsync(_person.Phone);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(_person.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
        await page.ComesToAsync("Allow Consent & Sons to use your account?");

        var address = page.Url;
        await using var elsewhere = await NewContextAsync(scripts);
        var other = await elsewhere.NewPageAsync();
        await other.GotoAsync(provider.Address("/account/login").ToString());
        await other.SignInAsAsync(_person);
        await Assertions.Expect(other.GetByRole(AriaRole.Alert)).ToContainTextAsync("You are signed in elsewhere");
        if (scripts)
            _flaws.AddRange(await Accessibility.FlawsAsync(other));
        await page.GotoAsync(address);
    });

    /// <summary>Opens the registration from an app's request, and in the end allows it and trades the code.</summary>
    private async Task GoAsync(string preset, bool scripts, Func<Provider, IPage, Func<Task>, Task> register)
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Preset", preset));
        await using var context = await NewContextAsync(scripts);
        var page = await context.NewPageAsync();
        page.Console += (_, message) => { if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal)) _flaws.Add(message.Text); };
        var rp = provider.RelyingParty(TestClients.ConsentWeb);
        var request = rp.Request("openid profile");

        await page.GotoAsync(provider.Address($"/connect/authorize?{request.Query}").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Create an account" }).ClickAsync();
        await page.ComesToAsync("Create an account");
        await register(provider, page, async () => { if (scripts) _flaws.AddRange(await Accessibility.FlawsAsync(page)); });
        await page.AllowAsync();
        await page.ComesToAddressAsync(rp.Client.RedirectUri);

        var callback = Callback.FromRedirect(new Uri(page.Url));
        Conforming.Callback(provider, request, callback);
        await Conforming.TokensAsync(rp, request, await rp.RedeemAsync(callback.Code!, request));
        Assert.Empty(_flaws);
    }

    /// <summary>The clients' own servers do not exist: a page stands for all of them.</summary>
    private async Task<IBrowserContext> NewContextAsync(bool scripts)
    {
        var context = await chromium.NewContextAsync(options => options.JavaScriptEnabled = scripts);
        await context.RouteAsync("https://*.example/**", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<h1>A client</h1>" }));
        return context;
    }
}
