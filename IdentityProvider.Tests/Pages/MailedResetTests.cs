using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.EmailFirst;

namespace IdentityProvider.Tests.Pages;

/// <summary>A password that was forgotten, by the link that is mailed. Scanners of mail open links too: opening does nothing.</summary>
public sealed class MailedResetTests(EmailFirstProvider fixture) : IClassFixture<EmailFirstProvider>
{
    private const string NewPassword = "Another-horse-8-battery";
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    [Trait("Requirement", "EF-9")]
    public async Task A_link_is_on_its_way_and_an_address_that_nobody_has_is_told_at_the_field()
    {
        var person = await _app.AddCustomerAsync();
        var sent = (await _provider.NewBrowser().ForgetAsync(person.Email)).ExpectPage();
        Assert.Equal("/account/forgot/sent", sent.Path);
        Assert.Contains($"A link is on its way to {person.Email}", sent.Text, StringComparison.Ordinal);
        Assert.StartsWith($"{_provider.Issuer}/account/reset?token=", (await _provider.Accounts.MailedLinkAsync(person.Email)).ToString(), StringComparison.Ordinal);

        var unknown = (await _provider.NewBrowser().ForgetAsync("nobody@people.example")).ExpectPage();
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Contains("Nobody has an account with this", unknown.Document.QuerySelector("#identifier-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "EF-9")]
    public async Task A_setting_hushes_it()
    {
        await using var hushed = await Provider.StartAsync(settings => settings.With("Accounts:Preset", "EmailFirst").With("Accounts:RevealUnknownUsers", "false"));
        var person = await new App(hushed).AddCustomerAsync();
        var known = (await hushed.NewBrowser().ForgetAsync(person.Email)).ExpectPage();
        var unknown = (await hushed.NewBrowser().ForgetAsync("nobody@people.example")).ExpectPage();
        Assert.Contains($"If an account has the address {person.Email}, a link is on its way", known.Text, StringComparison.Ordinal);
        Assert.Equal(known.Text.Replace(person.Email, "nobody@people.example", StringComparison.Ordinal), unknown.Text);
        Assert.Equal((known.Status, known.Path), (unknown.Status, unknown.Path));
    }

    [Theory]
    [Trait("Requirement", "EF-10")]
    [InlineData("HEAD")]
    [InlineData("GET")]
    public async Task Looking_at_the_link_changes_nothing(string method)
    {
        var (person, link) = await ForgetAsync();
        for (var times = 0; times < 3; times++)
        {
            using var answer = await _provider.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), link));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        (await _app.SignInByEmailAsync(person.Email, person.Password)).ExpectSuccess();
        Assert.Equal(HostedPages.LoginPath, (await SetAsync(link, NewPassword)).Path);
    }

    [Fact]
    [Trait("Requirement", "EF-10")]
    public async Task The_button_sets_the_password_once_and_ends_every_session()
    {
        var (person, link) = await ForgetAsync();
        var elsewhere = await SignInAsync(person, person.Password);
        var opened = await OpenAsync(link);
        var weak = (await opened.FormWith("#newPassword").Fill("#newPassword", "weak").SubmitAsync()).ExpectPage();
        Assert.NotEmpty(weak.Document.QuerySelectorAll("#newPassword-error"));
        var done = (await weak.FormWith("#newPassword").Fill("#newPassword", NewPassword).SubmitAsync()).ExpectPage();
        Assert.Contains("Your password is set", done.Text, StringComparison.Ordinal);

        Assert.Equal(HostedPages.LoginPath, (await elsewhere.GoAsync("/account")).ExpectPage().Path);
        Assert.Equal("/account", (await HostedPages.SignInAsync(done, person.Email, NewPassword)).ExpectPage().Path);
        Assert.Equal("invalid_grant", (await _app.SignInByEmailAsync(person.Email, person.Password)).Error);

        // The form that is still open, and the link, are worth nothing now.
        ExpectDead((await opened.FormWith("#newPassword").Fill("#newPassword", "Third-horse-9-battery").SubmitAsync()).ExpectPage());
        ExpectDead(await OpenAsync(link));
        (await _app.SignInByEmailAsync(person.Email, NewPassword)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "EF-10")]
    [Trait("Conformance", "BCP-15")]
    public async Task The_token_stays_in_the_form()
    {
        var (_, link) = await ForgetAsync();
        var page = await OpenAsync(link);
        var token = System.Web.HttpUtility.ParseQueryString(link.Query)["token"]!;
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        var holder = Assert.Single(page.Document.All, element => element.Attributes.Any(attribute => attribute.Value.Contains(token, StringComparison.Ordinal)));
        Assert.Equal("token", holder.GetAttribute("name"));
        Assert.DoesNotContain(page.Browser.Cookies.GetAllCookies(), cookie => cookie.Value.Contains(token, StringComparison.Ordinal));
        var weak = (await page.FormWith("#newPassword").Fill("#newPassword", "weak").SubmitAsync()).ExpectPage();
        Assert.Empty(weak.Address.Query);
    }

    [Fact]
    [Trait("Requirement", "EF-10")]
    public async Task A_link_that_is_too_old_for_another_purpose_or_damaged_leads_to_a_new_one()
    {
        var unconfirmed = await _app.RegisterCustomerAsync();
        var ofConfirmation = System.Web.HttpUtility.ParseQueryString((await _provider.Accounts.MailedLinkAsync(unconfirmed.Email)).Query)["token"];
        var (_, link) = await ForgetAsync();
        foreach (var query in new[] { "?token=garbage", "?token=eyJhbGciOiJub25lIn0.e30.", $"?token={ofConfirmation}", link.Query[..^1] })
            ExpectDead(await OpenAsync(_provider.Address("/account/reset" + query)));
        await OpenAndFindFormAsync(link);
        _provider.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        ExpectDead(await OpenAsync(link));
    }

    [Fact]
    [Trait("Conformance", "BCP-41")]
    public async Task Another_site_can_t_send_the_form()
    {
        var (person, link) = await ForgetAsync();
        var page = await OpenAsync(link);
        var form = page.FormWith("#newPassword").Fill("#newPassword", NewPassword);
        await page.Browser.PostAsync(form.Action, form.Fields.Where(field => field.Key is "token" or "newPassword"));
        (await _app.SignInByEmailAsync(person.Email, person.Password)).ExpectSuccess();
    }

    private async Task<(Person Person, Uri Link)> ForgetAsync()
    {
        var person = await _app.AddCustomerAsync();
        await _provider.NewBrowser().ForgetAsync(person.Email);
        return (person, await _provider.Accounts.MailedLinkAsync(person.Email));
    }

    private async Task<Page> OpenAsync(Uri link) => (await _provider.NewBrowser().GoAsync(link)).ExpectPage();

    private async Task<PageForm> OpenAndFindFormAsync(Uri link) => (await OpenAsync(link)).FormWith("#newPassword");

    private async Task<Page> SetAsync(Uri link, string password) =>
        (await (await OpenAndFindFormAsync(link)).Fill("#newPassword", password).SubmitAsync()).ExpectPage();

    private async Task<UserAgent> SignInAsync(Person person, string password)
    {
        var browser = _provider.NewBrowser();
        var landing = await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage(), person.Email, password);
        Assert.Equal("/account", landing.ExpectPage().Path);
        return browser;
    }

    private static void ExpectDead(Page page)
    {
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("This link can’t be used", page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("#newPassword"), "a dead link still has its form");
        Assert.True(page.Has("a[href='/account/forgot']"), "no way to a new link");
    }
}
