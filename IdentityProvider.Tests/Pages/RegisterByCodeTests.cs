using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements.OtpFirst;

namespace IdentityProvider.Tests.Pages;

/// <summary>Registering at the pages where the number is proven first: number, code, password.</summary>
public sealed class RegisterByCodeTests : IAsyncLifetime
{
    private const string Path = "/account/register/code";
    private readonly Person _person = Person.New();
    private Provider _provider = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(OtpFirstProvider.Apply);
        _provider.StartTheDay();
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    [Trait("Requirement", "OF-1")]
    [Trait("Requirement", "OF-6")]
    [Trait("Requirement", "OF-8")]
    public async Task From_the_app_to_an_account_and_back_signed_in()
    {
        var (rp, browser) = (_provider.RelyingParty(), _provider.NewBrowser());
        var request = rp.Request("openid profile phone");
        var login = (await rp.VisitAsync(browser, request)).ExpectPage();
        var phonePage = (await login.ClickAsync(".beside a")).ExpectPage();
        Assert.Equal(Path, phonePage.Path);
        var codePage = (await phonePage.FormWith("#phone").Fill("#phone", "09 " + _person.Phone["+959".Length..]).SubmitAsync()).ExpectPage();
        var passwordPage = await EnterCodeAsync(codePage);
        var form = passwordPage.FormWith("#password").Fill("#fullName", _person.FullName).Fill("#password", _person.Password);
        var callback = (await form.SubmitAsync()).ExpectCallback();

        Conforming.Callback(_provider, request, callback);
        var tokens = await Conforming.TokensAsync(rp, request, await rp.RedeemAsync(callback.Code!, request));
        Assert.Equal(["otp", "sms"], tokens.IdToken!.Payload["amr"]!.AsArray().Select(method => (string?)method));
        var claims = await UserInfo.ReadAsync(await rp.UserInfoAsync(tokens.AccessToken));
        Assert.Equal(_person.Phone, (string?)claims["phone_number"]);
        Assert.True((bool)claims["phone_number_verified"]!);
        Assert.Equal(_person.FullName, (string?)claims["name"]);
        Assert.Equal("/account", (await browser.GoAsync("/account")).ExpectPage().Path);
    }

    [Fact]
    public async Task Each_step_can_be_looked_at_again_and_sent_again()
    {
        var codePage = await AskAsync(_provider.NewBrowser());
        Assert.True((await codePage.Browser.GoAsync("/account/register")).ExpectPage().Has("#code"));
        var passwordPage = await EnterCodeAsync(codePage);
        Assert.True((await codePage.Browser.GoAsync(Path)).ExpectPage().Has("#password"));
        Assert.True((await codePage.FormWith("#code").Fill("#code", "1").SubmitAsync()).ExpectPage().Has("#password"), "a code that was entered twice is a wrong one");

        var form = passwordPage.FormWith("#password").Fill("#password", _person.Password);
        Assert.Equal("/account", (await form.SubmitAsync()).ExpectPage().Path);
        var again = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        ExpectLost(again);
    }

    [Fact]
    [Trait("Requirement", "OF-7")]
    public async Task Sent_twice_at_once_it_makes_one_account_and_the_other_is_told_to_sign_in()
    {
        var passwordPage = await EnterCodeAsync(await AskAsync(_provider.NewBrowser()));
        var form = passwordPage.FormWith("#password").Fill("#password", _person.Password);
        var fields = form.Fields.ToList();
        // With the same cookies: a browser that sends twice has seen no answer in between.
        var cookies = passwordPage.Browser.Cookies.GetCookieHeader(form.Action);
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = new FormUrlEncodedContent(fields) };
            request.Headers.Add("Cookie", cookies);
            request.Headers.Add("Origin", _provider.Issuer);
            using var answer = await _provider.Http.SendAsync(request);
            return (answer.StatusCode, Text: await answer.Content.ReadAsStringAsync());
        }));
        Assert.Equal([HttpStatusCode.SeeOther, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        Assert.Contains("Another account has this phone number.", answers.Single(answer => answer.StatusCode == HttpStatusCode.Conflict).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_another_browser_it_begins_anew()
    {
        var codePage = await AskAsync(_provider.NewBrowser());
        var passwordPage = await EnterCodeAsync(codePage);
        foreach (var form in new[] { codePage.FormWith("#code"), codePage.FormWith("form[action*=resend]"), passwordPage.FormWith("#password") })
        {
            var other = _provider.NewBrowser();
            var token = (await other.GoAsync(Path)).ExpectPage().FormWith("#phone").Fields.Single(field => field.Key == "__RequestVerificationToken");
            var page = (await other.PostAsync(form.Action, form.Fields.Where(field => field.Key != token.Key).Append(token))).ExpectPage();
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            ExpectLost(page);
        }
    }

    [Fact]
    [Trait("Requirement", "OF-2")]
    public async Task A_number_that_has_an_account_leads_to_sign_in()
    {
        var form = (await EnterCodeAsync(await AskAsync(_provider.NewBrowser()))).FormWith("#password").Fill("#password", _person.Password);
        await form.SubmitAsync();
        var page = await AskAsync(_provider.NewBrowser());
        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Equal("Another account has this phone number.", page.Document.QuerySelector("#phone-error")!.TextContent);
        Assert.Equal(HostedPages.LoginPath, (await page.ClickAsync(".notice a")).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "OF-4")]
    public async Task The_fourth_code_of_a_day_is_refused_with_the_time_to_wait()
    {
        var page = await AskAsync(_provider.NewBrowser());
        for (var codes = 1; codes < 3; codes++)
            page = (await page.FormWith("form[action*=resend] button").SubmitAsync()).ExpectPage();
        Assert.Contains("A new code is on its way", page.Text, StringComparison.Ordinal);
        page = (await page.FormWith("form[action*=resend] button").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.Contains("Try again in 18 hours.", page.Text, StringComparison.Ordinal);
        Assert.NotNull(page.Header("Retry-After"));
        // The last code is still good.
        Assert.True((await EnterCodeAsync(page)).Has("#password"));
    }

    [Fact]
    [Trait("Requirement", "OF-6")]
    public async Task The_fifth_wrong_code_ends_the_day()
    {
        var page = await AskAsync(_provider.NewBrowser());
        for (var wrong = 0; wrong < 5; wrong++)
            page = (await page.FormWith("#code").Fill("#code", "000000").SubmitAsync()).ExpectPage();
        page = await EnterCodeAsync(page);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.Contains("Too many wrong codes", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "OF-7")]
    public async Task Who_takes_too_long_starts_again_with_the_number_kept()
    {
        var passwordPage = await EnterCodeAsync(await AskAsync(_provider.NewBrowser()));
        _provider.Clock.Advance(TimeSpan.FromMinutes(10));
        var page = (await passwordPage.FormWith("#password").Fill("#password", _person.Password).SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("Too much time has passed", page.Text, StringComparison.Ordinal);
        Assert.Equal(_person.Phone, page.Document.QuerySelector("#phone")!.GetAttribute("value"));
        Assert.True((await page.FormWith("#phone").SubmitAsync()).ExpectPage().Has("#code"));
    }

    [Fact]
    public async Task Where_the_account_comes_first_there_is_no_such_page()
    {
        await using var other = await Provider.StartAsync();
        Assert.Equal("/account/register", (await other.NewBrowser().GoAsync(Path)).ExpectPage().Path);
    }

    private async Task<Page> AskAsync(UserAgent browser) =>
        (await (await browser.GoAsync(Path)).ExpectPage().FormWith("#phone").Fill("#phone", _person.Phone).SubmitAsync()).ExpectPage();

    private async Task<Page> EnterCodeAsync(Page page) =>
        (await page.FormWith("#code").Fill("#code", await _provider.Accounts.LatestCodeAsync(_person.Phone)).SubmitAsync()).ExpectPage();

    private static void ExpectLost(Page page)
    {
        Assert.Contains("No code is under way in this browser", page.Text, StringComparison.Ordinal);
        Assert.True(page.Has("#phone"), "no way to start again");
    }
}
