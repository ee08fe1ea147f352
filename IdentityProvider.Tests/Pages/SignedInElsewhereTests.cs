using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.Clinic;

namespace IdentityProvider.Tests.Pages;

/// <summary>The pages where an account can be in one place at a time.</summary>
public sealed class SignedInElsewhereTests : IAsyncLifetime
{
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(settings =>
        {
            ClinicProvider.Apply(settings);
            settings.With("Accounts:SignInWithCode", "true");
        });
        _app = new App(_provider);
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    [Trait("Requirement", "CL-1")]
    public async Task Who_registers_is_signed_in_and_back_at_the_app()
    {
        var (rp, browser, person) = (_provider.RelyingParty(), _provider.NewBrowser(), Person.New());
        var request = rp.Request("openid phone");
        var login = (await rp.VisitAsync(browser, request)).ExpectPage();
        var form = (await login.ClickAsync(".beside a")).ExpectPage().FormWith("#phone");
        var callback = (await form.Fill("#phone", person.Phone).Fill("#password", person.Password).SubmitAsync()).ExpectCallback();
        Conforming.Callback(_provider, request, callback);
        var tokens = await Conforming.TokensAsync(rp, request, await rp.RedeemAsync(callback.Code!, request));
        var claims = await UserInfo.ReadAsync(await rp.UserInfoAsync(tokens.AccessToken));
        Assert.Equal(person.Phone, (string?)claims["phone_number"]);
        Assert.False((bool)claims["phone_number_verified"]!);

        // The code that went out to the number waits for whenever it suits.
        var verify = (await browser.GoAsync("/account/verify-phone")).ExpectPage();
        var code = await _provider.Accounts.LatestCodeAsync(person.Phone);
        Assert.Contains("Your phone number is verified.", (await verify.FormWith("#code").Fill("#code", code).SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);

        // Sent again it finds the account there, and the browser still signed in.
        var again = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Contains("This sign-in is no longer open", again.Text, StringComparison.Ordinal);
        Assert.Equal("/account", (await browser.GoAsync("/account")).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    public async Task The_page_says_what_helps_keeps_what_was_typed_and_leads_back_to_the_app()
    {
        var (person, token) = await _app.SignedInPatientAsync();
        var (rp, browser) = (_provider.RelyingParty(), _provider.NewBrowser());
        var request = rp.Request();
        var login = (await rp.VisitAsync(browser, request)).ExpectPage();
        var refused = (await HostedPages.SignInAsync(login, person.Phone, person.Password)).ExpectPage();
        Assert.Equal((HostedPages.LoginPath, HttpStatusCode.Conflict), (refused.Path, refused.Status));
        Assert.Contains("You are signed in elsewhere", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Sign out there", refused.Text, StringComparison.Ordinal);
        Assert.Contains("ends by itself within 14 days", refused.Text, StringComparison.Ordinal);
        Assert.Equal(person.Phone, refused.Document.QuerySelector(HostedPages.IdentifierField)!.GetAttribute("value"));
        Assert.DoesNotContain(person.Password, refused.Html, StringComparison.Ordinal);
        // Nothing here ends the other session.
        Assert.Equal(["/account/login", "/account/login"], refused.Document.Forms.Select(form => form.GetAttribute("action")!.Split('?')[0]));
        (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).Expect(HttpStatusCode.OK);

        var denied = (await refused.FormWith("form[action*=cancel]").SubmitAsync()).ExpectCallback();
        Assert.Equal("access_denied", denied["error"]);
        Assert.Equal(request["state"], denied["state"]);
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    public async Task The_same_form_signs_in_once_the_other_is_signed_out()
    {
        var (person, token) = await _app.SignedInPatientAsync();
        var browser = _provider.NewBrowser();
        var refused = (await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage(), person.Phone, person.Password)).ExpectPage();
        Assert.False(refused.Has("form[action*=cancel]"), "there is no app to go back to");
        await _app.LogOutAsync(token);
        Assert.Equal("/account", (await refused.FormWith(HostedPages.PasswordField).Fill(HostedPages.PasswordField, person.Password).SubmitAsync()).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    public async Task The_time_to_wait_is_that_of_what_the_other_holds()
    {
        var person = Person.New();
        await (await HostedRegisterAsync(person)).Browser.GoAsync("/account");
        _provider.Clock.Advance(TimeSpan.FromDays(13));
        var login = (await _provider.NewBrowser().GoAsync("/account/login")).ExpectPage();
        Assert.Contains("within 24 hours", (await HostedPages.SignInAsync(login, person.Phone, person.Password)).ExpectPage().Text, StringComparison.Ordinal);
        _provider.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        Assert.Equal("/account", (await HostedPages.SignInAsync(login, person.Phone, person.Password)).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    public async Task A_code_by_SMS_is_refused_as_well_and_is_used_up()
    {
        var (person, _) = await _app.SignedInPatientAsync();
        var browser = _provider.NewBrowser();
        var ask = (await browser.GoAsync("/account/login/code")).ExpectPage();
        var enter = (await ask.FormWith("#phone").Fill("#phone", person.Phone).SubmitAsync()).ExpectPage();
        var refused = (await enter.FormWith("#code").Fill("#code", await _provider.Accounts.LatestCodeAsync(person.Phone)).SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("You are signed in elsewhere", refused.Text, StringComparison.Ordinal);
        Assert.False(refused.Has("#code"), "the code is used up");
        Assert.Equal(person.Phone, refused.Document.QuerySelector("#phone")!.GetAttribute("value"));
    }

    [Fact]
    [Trait("Requirement", "CL-4")]
    [Trait("Requirement", "CL-13")]
    public async Task Tabs_of_one_browser_sign_in_side_by_side()
    {
        var person = Person.New();
        var browser = (await HostedRegisterAsync(person)).Browser;
        await (await browser.GoAsync("/account/logout")).ExpectPage().FormWith(HostedPages.LogoutForm).SubmitAsync();
        var rp = _provider.RelyingParty();
        var requests = new[] { rp.Request(), rp.Request() };
        var tabs = new List<Page>();
        foreach (var request in requests)
            tabs.Add((await rp.VisitAsync(browser, request)).ExpectPage());
        for (var tab = 0; tab < tabs.Count; tab++)
            Conforming.Callback(_provider, requests[tab], (await HostedPages.SignInAsync(tabs[tab], person.Phone, person.Password)).ExpectCallback());
    }

    [Fact]
    [Trait("Requirement", "CL-9")]
    public async Task A_deactivated_account_is_refused_as_if_there_were_none()
    {
        var (person, _) = await _app.RegisterPatientAsync();
        await _provider.DeactivateAsync(person);
        var login = (await _provider.NewBrowser().GoAsync("/account/login")).ExpectPage();
        var refused = (await HostedPages.SignInAsync(login, person.Phone, person.Password)).ExpectPage();
        var unknown = (await HostedPages.SignInAsync(login, Person.New().Phone, person.Password)).ExpectPage();
        Assert.Equal((unknown.Status, unknown.Text), (refused.Status, refused.Text));
    }

    private async Task<Page> HostedRegisterAsync(Person person)
    {
        var form = (await _provider.NewBrowser().GoAsync("/account/register")).ExpectPage().FormWith("#phone");
        return (await form.Fill("#phone", person.Phone).Fill("#password", person.Password).SubmitAsync()).ExpectPage();
    }
}
