using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages;

/// <summary>A form without a right antiforgery token is shown again: nothing has happened, and nothing but passwords is lost.</summary>
public sealed class AntiforgeryTests(AntiforgeryTests.WithManyCodes fixture) : IClassFixture<AntiforgeryTests.WithManyCodes>
{
    private const string Token = "__RequestVerificationToken";
    private const string Explanation = "This page had been open for a long time";
    private readonly Provider _provider = fixture.Provider;

    public sealed class WithManyCodes : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => settings.WithManyCodes();
    }

    [Theory]
    [Trait("Conformance", "BCP-41")]
    [InlineData("/account/login", "identifier=+959791234567", "password")]
    [InlineData("/account/login/code", "phone=+959791234567", null)]
    [InlineData("/account/register", "fullName=Daw Hla|phone=+959791234567|email=hla@people.example", "password")]
    [InlineData("/account/verify-phone", "phone=+959791234567", null)]
    [InlineData("/account/forgot", "identifier=+959791234567", null)]
    [InlineData("/account/profile", "fullName=Daw Hla|city=Yangon|dateOfBirth=1990-01-31", null)]
    [InlineData("/account/password", "", "newPassword")]
    public async Task What_was_typed_is_still_there_but_no_password(string path, string typed, string? password)
    {
        var browser = path is "/account/profile" or "/account/password" ? await SignedInAsync() : _provider.NewBrowser();
        var form = (await browser.GoAsync(path)).ExpectPage().FormWith(".field");
        var fields = typed.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).ToList();
        foreach (var field in fields)
            form.Fill("#" + field[0], field[1]);
        if (password is not null)
            form.Fill("#" + password, "Correct-horse-7-battery");

        var page = (await PostAsync(browser, form, token: null)).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(path, page.Path);
        Assert.Contains(Explanation, page.Document.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll(".field-error"));
        Assert.All(fields, field => Assert.Equal(field[1], page.Document.QuerySelector("#" + field[0])!.GetAttribute("value")));
        Assert.All(page.Document.QuerySelectorAll("input[type=password]"), field => Assert.False(field.HasAttribute("value")));
        Assert.DoesNotContain("Correct-horse-7-battery", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "BCP-41")]
    public async Task A_sign_in_takes_the_token_of_its_own_browser_alone()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var (browser, other) = (_provider.NewBrowser(), _provider.NewBrowser());
        var form = (await browser.GoAsync("/account/login")).ExpectPage().FormWith("#identifier").Fill("#identifier", person.Phone).Fill("#password", person.Password);
        var foreign = (await other.GoAsync("/account/login")).ExpectPage().FormWith("#identifier").Fields.Single(field => field.Key == Token).Value;
        foreach (var token in new[] { null, "", "x", foreign })
            Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(browser, form, token)).ExpectPage().Status);

        // Nobody was signed in by it; the page that came back works at once.
        Assert.Equal(HostedPages.LoginPath, (await browser.GoAsync("/account")).ExpectPage().Path);
        var again = (await PostAsync(browser, form, token: null)).ExpectPage();
        Assert.Equal("/account", (await again.FormWith("#identifier").Fill("#password", person.Password).SubmitAsync()).ExpectPage().Path);
    }

    [Fact]
    [Trait("Conformance", "BCP-41")]
    public async Task No_other_site_can_sign_somebody_out_or_end_their_sessions()
    {
        var browser = await SignedInAsync();
        var elsewhere = _provider.NewBrowser().UsedBy(browser.Person!);
        await HostedPages.SignInAsync((await elsewhere.GoAsync("/account/login")).ExpectPage());
        var sessions = (await browser.GoAsync("/account/sessions")).ExpectPage();
        foreach (var form in new[] { sessions.FormWith("form .danger"), (await browser.GoAsync("/account/logout")).ExpectPage().FormWith("form") })
            Assert.Contains(Explanation, (await PostAsync(browser, form, token: null)).ExpectPage().Text, StringComparison.Ordinal);
        Assert.All(new[] { browser, elsewhere }, each => Assert.Equal("/account", each.GoAsync("/account").GetAwaiter().GetResult().ExpectPage().Path));
    }

    [Fact]
    [Trait("Conformance", "BCP-41")]
    public async Task No_other_site_can_say_yes_to_an_app()
    {
        var (rp, browser) = (_provider.RelyingParty(TestClients.ConsentWeb), await SignedInAsync());
        var consent = (await rp.VisitAsync(browser, rp.Request("openid profile email"))).ExpectPage();
        var form = consent.FormWith("form").Tick("input[value=email]", ticked: false).Tick("input[name=remember]", ticked: false);
        var again = (await PostAsync(browser, form, token: null)).ExpectPage();
        Assert.Equal(HostedPages.ConsentPath, again.Path);
        Assert.Contains(Explanation, again.Text, StringComparison.Ordinal);
        var ticked = again.Document.QuerySelectorAll("input[type=checkbox][checked]").Select(box => box.GetAttribute("value") ?? "openid");
        Assert.Equal(["openid", "profile"], ticked);
        Assert.Contains("No app", (await browser.GoAsync("/account/apps")).ExpectPage().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_was_open_for_a_day_is_sent_as_if_it_were_new()
    {
        await using var provider = await Provider.StartAsync();
        var person = await provider.Accounts.RegisterVerifiedAsync();
        var browser = provider.NewBrowser();
        var login = (await browser.GoAsync("/account/login")).ExpectPage();
        provider.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("/account", (await HostedPages.SignInAsync(login, person.Phone, person.Password)).ExpectPage().Path);

        var profile = (await browser.GoAsync("/account/profile")).ExpectPage();
        provider.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Contains("saved", (await profile.FormWith("#fullName").SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_for_an_app_that_was_open_for_a_day_leads_back_to_the_app()
    {
        await using var provider = await Provider.StartAsync();
        var (rp, browser) = (provider.RelyingParty(), await provider.NewPersonAtBrowserAsync());
        var login = (await rp.VisitAsync(browser, rp.Request())).ExpectPage();
        provider.Clock.Advance(TimeSpan.FromDays(1));
        var page = (await HostedPages.SignInAsync(login)).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("This sign-in is no longer open", page.Text, StringComparison.Ordinal);
        Assert.Contains("Go back to the app", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Reference", page.Text, StringComparison.Ordinal);
    }

    private async Task<UserAgent> SignedInAsync()
    {
        var browser = await _provider.NewPersonAtBrowserAsync();
        await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage());
        return browser;
    }

    /// <summary>Sends the form with another token; null: without one.</summary>
    private static Task<Landing> PostAsync(UserAgent browser, PageForm form, string? token)
    {
        var fields = form.Fields.Where(field => field.Key != Token);
        return browser.PostAsync(form.Action, token is null ? fields : fields.Append(KeyValuePair.Create(Token, token)));
    }
}
