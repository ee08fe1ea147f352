using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages;

/// <summary>Where a sign-in leads: back to the request that waits, to a page of ours, or to the account; never anywhere else.</summary>
public sealed class ReturnTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    public static TheoryData<string> Foreign =>
    [
        "https://attacker.example/", "http:attacker.example", "//attacker.example", "///attacker.example", "/\\attacker.example", "\\\\attacker.example",
        "\\/attacker.example", "/\t/attacker.example", "/\n/attacker.example", " //attacker.example", "%2F%2Fattacker.example", "%5C%5Cattacker.example",
        "javascript:alert(1)", "data:text/html,attacker.example", "attacker.example", "@attacker.example",
        "https:/\\attacker.example", "~//attacker.example", "~/\\attacker.example", "",
    ];

    [Theory]
    [Trait("Conformance", "BCP-07")]
    [MemberData(nameof(Foreign))]
    public async Task A_foreign_address_is_as_good_as_none(string returnUrl)
    {
        var browser = _provider.NewBrowser();
        var login = (await browser.GoAsync($"/account/login?returnUrl={Uri.EscapeDataString(returnUrl)}")).ExpectPage();
        Assert.DoesNotContain("attacker.example", login.Html, StringComparison.OrdinalIgnoreCase);

        // The address of the form itself may be written by hand, too.
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var fields = login.FormWith("#identifier").Fill("#identifier", person.Phone).Fill("#password", person.Password).Fields.ToList();
        Assert.Equal("/account", (await browser.PostAsync(login.Address, fields)).ExpectPage().Path);
        Assert.Equal("/account", (await browser.GoAsync(login.Address)).ExpectPage().Path);
    }

    [Theory]
    [Trait("Conformance", "BCP-07")]
    [InlineData("/account/sessions")]
    [InlineData("/account/profile?x=https://attacker.example")]
    [InlineData("/")]
    public async Task An_address_of_ours_is_kept_over_the_pages_and_reached(string returnUrl)
    {
        var browser = await _provider.NewPersonAtBrowserAsync();
        var login = (await browser.GoAsync($"/account/login?returnUrl={Uri.EscapeDataString(returnUrl)}")).ExpectPage();
        var forgot = (await login.ClickAsync("a[href^='/account/forgot']")).ExpectPage();
        var back = (await forgot.ClickAsync(".beside a")).ExpectPage();
        Assert.Equal(returnUrl, (await HostedPages.SignInAsync(back)).ExpectPage().Address.PathAndQuery);
        // Whoever is signed in is not asked again.
        Assert.Equal(returnUrl, (await browser.GoAsync(login.Address)).ExpectPage().Address.PathAndQuery);
    }

    [Fact]
    public async Task A_page_of_the_account_comes_back_to_itself()
    {
        foreach (var path in new[] { "/account", "/account/profile", "/account/password", "/account/sessions", "/account/apps", "/account/delete" })
        {
            var login = (await (await _provider.NewPersonAtBrowserAsync()).GoAsync(path)).ExpectPage();
            Assert.Equal(path, (await HostedPages.SignInAsync(login)).ExpectPage().Path);
        }
    }

    [Fact]
    public async Task A_request_that_waits_comes_first()
    {
        var (rp, browser) = (_provider.RelyingParty(), await _provider.NewPersonAtBrowserAsync());
        var login = (await rp.VisitAsync(browser, rp.Request())).ExpectPage();
        var both = (await browser.GoAsync(new Uri(login.Address + "&returnUrl=/account/sessions"))).ExpectPage();
        Assert.NotNull((await HostedPages.SignInAsync(both)).ExpectCallback().Code);
    }

    [Fact]
    public async Task Who_has_signed_in_in_another_tab_goes_straight_on()
    {
        var (rp, browser) = (_provider.RelyingParty(), await _provider.NewPersonAtBrowserAsync());
        var request = rp.Request();
        var waiting = (await rp.VisitAsync(browser, request)).ExpectPage();
        await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage());
        Conforming.Callback(_provider, request, (await browser.GoAsync(waiting.Address)).ExpectCallback());
    }

    [Fact]
    public async Task Who_must_sign_in_again_is_asked_again_and_told_why()
    {
        var (rp, browser) = (_provider.RelyingParty(), await _provider.NewPersonAtBrowserAsync());
        await rp.SignInAsync(browser);
        var request = rp.Request().With("prompt", "login");
        var login = (await rp.VisitAsync(browser, request)).ExpectPage();
        Assert.Contains("asked for again", login.Text, StringComparison.Ordinal);
        Assert.Equal(HostedPages.LoginPath, (await browser.GoAsync(login.Address)).ExpectPage().Path);
        Conforming.Callback(_provider, request, (await HostedPages.SignInAsync(login)).ExpectCallback());
    }

    [Fact]
    public async Task Who_wants_another_account_gets_the_form()
    {
        var browser = await _provider.NewPersonAtBrowserAsync();
        await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage());
        var login = (await browser.GoAsync("/account/login?another=true")).ExpectPage();
        Assert.Equal(HostedPages.LoginPath, login.Path);
        var other = await _provider.Accounts.RegisterVerifiedAsync();
        Assert.Contains(other.FullName, (await HostedPages.SignInAsync(login, other.Phone, other.Password)).ExpectPage().Text, StringComparison.Ordinal);
    }
}
