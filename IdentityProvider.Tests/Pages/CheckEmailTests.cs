using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements.EmailFirst;

namespace IdentityProvider.Tests.Pages;

/// <summary>Registering and signing in at the pages where the e-mail address must be confirmed first.</summary>
public sealed class CheckEmailTests(EmailFirstProvider fixture) : IClassFixture<EmailFirstProvider>
{
    private const string Path = "/account/check-email";
    private readonly Provider _provider = fixture.Provider;
    private readonly Person _person = Person.New();

    [Fact]
    [Trait("Requirement", "EF-1")]
    [Trait("Requirement", "EF-2")]
    public async Task From_the_app_over_the_mailed_link_back_to_the_app()
    {
        var (rp, browser) = (_provider.RelyingParty(), _provider.NewBrowser());
        var request = rp.Request("openid profile email");
        var login = (await rp.VisitAsync(browser, request)).ExpectPage();
        var check = await RegisterAsync((await login.ClickAsync(".beside a")).ExpectPage());
        Assert.Equal(Path, check.Path);
        Assert.Contains("p…@people.example", check.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_person.Email, check.Html, StringComparison.Ordinal);

        // The link in the mail knows nothing of the app; this browser does.
        var confirmed = await FollowLinkAsync(browser);
        Assert.Contains("to continue to", confirmed.Text, StringComparison.Ordinal);
        var again = (await confirmed.ClickAsync(".actions a")).ExpectPage();
        var callback = (await HostedPages.SignInAsync(again, _person.Email, _person.Password)).ExpectCallback();
        Conforming.Callback(_provider, request, callback);
        var tokens = await Conforming.TokensAsync(rp, request, await rp.RedeemAsync(callback.Code!, request));
        var claims = await UserInfo.ReadAsync(await rp.UserInfoAsync(tokens.AccessToken));
        Assert.Equal(_person.Email, (string?)claims["email"]);
        Assert.True((bool)claims["email_verified"]!);
        Assert.Equal("1990-12-31", (string?)claims["birthdate"]);
        Assert.Equal("female", (string?)claims["gender"]);
    }

    [Fact]
    [Trait("Requirement", "EF-3")]
    public async Task An_address_that_is_not_confirmed_is_shown_only_to_the_right_password()
    {
        await RegisterAsync();
        var login = (await _provider.NewBrowser().GoAsync("/account/login")).ExpectPage();
        var wrong = (await HostedPages.SignInAsync(login, _person.Email, "Wrong-horse-7-battery")).ExpectPage();
        var unknown = (await HostedPages.SignInAsync(login, Person.New().Email, "Wrong-horse-7-battery")).ExpectPage();
        Assert.Equal((unknown.Path, unknown.Status, unknown.Text), (wrong.Path, wrong.Status, wrong.Text));

        var right = (await HostedPages.SignInAsync(login, _person.Email, _person.Password)).ExpectPage();
        Assert.Equal(Path, right.Path);
        Assert.Contains("prove that this e-mail address is yours", right.Text, StringComparison.Ordinal);
        Assert.Equal(HostedPages.LoginPath, (await right.Browser.GoAsync("/account")).ExpectPage().Path);
        var sent = (await right.FormWith("button").SubmitAsync()).ExpectPage();
        Assert.Contains("The mail is on its way", sent.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await _provider.Accounts.MailboxAsync(_person.Email)).Count);

        var confirmed = await FollowLinkAsync(right.Browser);
        var signIn = (await confirmed.ClickAsync(".actions a")).ExpectPage();
        Assert.Equal("/account", (await HostedPages.SignInAsync(signIn, _person.Email, _person.Password)).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "EF-2")]
    public async Task Confirmed_on_another_device_the_page_knows_when_it_is_looked_at_again()
    {
        var check = await RegisterAsync();
        var confirmed = await FollowLinkAsync(_provider.NewBrowser());
        Assert.Contains("go back to the app", confirmed.Text, StringComparison.Ordinal);
        var seen = (await check.Browser.GoAsync(Path)).ExpectPage();
        Assert.Contains("is confirmed", seen.Text, StringComparison.Ordinal);
        Assert.Equal(HostedPages.LoginPath, (await seen.ClickAsync(".actions a")).ExpectPage().Path);
    }

    [Fact]
    public async Task A_browser_that_knows_of_no_mail_is_told_how_to_get_one()
    {
        var check = await RegisterAsync();
        foreach (var browser in new[] { _provider.NewBrowser(), check.Browser })
        {
            browser.Cookies.GetAllCookies().ToList().ForEach(cookie => cookie.Expired = true);
            var page = (await browser.GoAsync(Path)).ExpectPage();
            Assert.False(page.Has("form"));
            Assert.Equal(HostedPages.LoginPath, (await page.ClickAsync(".actions a")).ExpectPage().Path);
        }
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_says_that_the_account_is_there()
    {
        var form = Filled((await _provider.NewBrowser().GoAsync("/account/register")).ExpectPage());
        Assert.Equal(Path, (await form.SubmitAsync()).ExpectPage().Path);
        var again = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Equal("Another account has this e-mail address.", again.Document.QuerySelector("#email-error")!.TextContent);
        Assert.Equal(HostedPages.LoginPath, (await again.ClickAsync(".notice a")).ExpectPage().Path);
    }

    [Fact]
    public async Task Only_so_many_mails_go_out_in_a_day()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Preset", "EmailFirst").With("Accounts:Email:MaxLinksPerDay", "2"));
        var check = (await Filled((await provider.NewBrowser().GoAsync("/account/register")).ExpectPage()).SubmitAsync()).ExpectPage();
        check = (await check.FormWith("button").SubmitAsync()).ExpectPage();
        var refused = (await check.FormWith("button").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("as many messages as it may have today. Try again in", refused.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await provider.Accounts.MailboxAsync(_person.Email)).Count);
    }

    private async Task<Page> RegisterAsync(Page? register = null) =>
        (await Filled(register ?? (await _provider.NewBrowser().GoAsync("/account/register")).ExpectPage()).SubmitAsync()).ExpectPage();

    private PageForm Filled(Page register) => register.FormWith("#email")
        .Fill("#fullName", _person.FullName).Fill("#email", _person.Email).Fill("#password", _person.Password)
        .Fill("#dateOfBirth", "1990-12-31").Fill("#gender", "female");

    private async Task<Page> FollowLinkAsync(UserAgent browser)
    {
        var link = new Uri((string)(await _provider.Accounts.MailboxAsync(_person.Email))[0]["link"]!);
        return (await (await browser.GoAsync(link)).ExpectPage().FormWith("input[name=token]").SubmitAsync()).ExpectPage();
    }
}
