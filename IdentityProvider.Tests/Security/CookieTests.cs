using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Tests.Security;

/// <summary>The cookies that the pages set, from registration to sign-out, in Production.</summary>
public sealed class CookieTests(PublishedProvider fixture) : IClassFixture<PublishedProvider>
{
    private static readonly string[] Names =
    [
        "idp", "idp.antiforgery", "idp.browser", "idp.device", "idp.notice", "idp.reset_password", "idp.sign_in", "idp.verify_phone",
    ];

    [Fact]
    [Trait("Conformance", "BCP-43")]
    [Trait("Conformance", "BCP-41")]
    public async Task Each_is_bound_to_the_host_sent_over_TLS_only_and_hidden_from_scripts()
    {
        var browser = fixture.NewBrowser(ReverseProxy.Client, out var proxy);
        await MeetEveryCookieAsync(browser);
        Assert.Equal(Names.Select(name => "__Host-" + name), NamesOf(proxy));
        Assert.All(proxy.CookiesSet, cookie =>
        {
            Assert.True(cookie.Secure, "not Secure");
            Assert.True(cookie.HttpOnly, "not HttpOnly");
            Assert.Equal(SameSiteMode.Lax, cookie.SameSite);
            Assert.Equal("/", cookie.Path.ToString());
            Assert.False(cookie.Domain.HasValue, "names a domain");
        });
    }

    [Fact]
    [Trait("Conformance", "BCP-43")]
    public async Task None_says_in_clear_what_the_server_alone_should_know()
    {
        var browser = fixture.NewBrowser(ReverseProxy.Client, out var proxy);
        var person = await MeetEveryCookieAsync(browser);
        Assert.All(proxy.CookiesSet, cookie =>
        {
            Assert.DoesNotContain(person.Phone[1..], cookie.Value.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(person.Email, cookie.Value.ToString(), StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    [Trait("Conformance", "BCP-42")]
    public async Task A_session_that_was_planted_is_not_the_one_that_a_sign_in_starts()
    {
        var attacker = fixture.NewBrowser();
        await fixture.SignUpAsync(attacker, Person.New(), fixture.Provider.RelyingParty().Request());
        var planted = SessionOf(attacker);

        var victim = fixture.NewBrowser();
        victim.Cookies.SetCookies(fixture.Address("/"), $"__Host-idp={planted}; secure; path=/");
        var person = Person.New();
        var request = fixture.Provider.RelyingParty().Request().With("prompt", "login");
        var callback = await fixture.SignUpAsync(victim, person, request);
        Assert.NotEqual(planted, SessionOf(victim));
        var idToken = Jwt.Parse((await fixture.RedeemAsync(callback, request)).ExpectSuccess()["id_token"]!);
        Assert.Contains(person.Phone, (await victim.GoAsync("/account")).ExpectPage().Text, StringComparison.Ordinal);

        // The planted one has ended with it, and signing in once more makes another.
        Assert.Equal(HostedPages.LoginPath, (await attacker.GoAsync("/account")).ExpectPage().Path);
        await (await victim.GoAsync("/account/logout")).ExpectPage().FormWith("form").SubmitAsync();
        var again = fixture.Provider.RelyingParty().Request();
        var login = (await victim.GoAsync(fixture.Address($"/connect/authorize?{again.Query}"))).ExpectPage();
        var second = (await PublishedProvider.SignInAsync(login, person)).ExpectCallback();
        Assert.NotEqual(idToken.SessionId, Jwt.Parse((await fixture.RedeemAsync(second, again)).ExpectSuccess()["id_token"]!).SessionId);
    }

    [Fact]
    public async Task A_sign_out_removes_the_session_and_what_it_left_is_worth_nothing()
    {
        var browser = fixture.NewBrowser(ReverseProxy.Client, out var proxy);
        await fixture.SignUpAsync(browser, Person.New(), fixture.Provider.RelyingParty().Request());
        var session = SessionOf(browser);
        await (await browser.GoAsync("/account/logout")).ExpectPage().FormWith("form").SubmitAsync();
        Assert.Empty(proxy.CookiesSet.Last(cookie => cookie.Name == "__Host-idp").Value.ToString());
        Assert.Empty(SessionOf(browser));

        browser.Cookies.SetCookies(fixture.Address("/"), $"__Host-idp={session}; secure; path=/");
        Assert.Equal(HostedPages.LoginPath, (await browser.GoAsync("/account")).ExpectPage().Path);
    }

    /// <summary>Of the cookies that were set, each once.</summary>
    internal static IEnumerable<string> NamesOf(ReverseProxy proxy) =>
        proxy.CookiesSet.Select(cookie => cookie.Name.ToString()).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Registers, signs in by password and by code, resets the password, changes the profile.</summary>
    private async Task<Person> MeetEveryCookieAsync(UserAgent browser)
    {
        var person = Person.New();
        await fixture.SignUpAsync(browser, person, fixture.Provider.RelyingParty().Request());
        await (await browser.GoAsync("/account/profile")).ExpectPage().FormWith("#fullName").SubmitAsync();
        foreach (var path in new[] { "/account/forgot", "/account/login/code?another=true" })
        {
            var code = (await (await browser.GoAsync(path)).ExpectPage().FormWith(HostedPages.IdentifierField).Fill(HostedPages.IdentifierField, person.Phone).SubmitAsync()).ExpectPage();
            var text = (await fixture.Sms.NextAsync(person.Phone)).Code!;
            await code.FormWith("#code").Fill("#code", text).SubmitAsync();
        }

        return person;
    }

    private string SessionOf(UserAgent browser) => browser.Cookies.GetCookies(fixture.Address("/"))["__Host-idp"]?.Value ?? "";
}

/// <summary>The same in Development, over plain http: no prefix, which would want https.</summary>
public sealed class DevelopmentCookieTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    [Trait("Conformance", "BCP-43")]
    public async Task They_work_over_plain_http_and_keep_what_does_not_need_TLS()
    {
        ReverseProxy? way = null;
        var browser = new UserAgent(_provider.Origin, cookies => new HttpClient(way = new ReverseProxy(_provider.Origin, cookies)));
        await HostedPages.SignInAsync((await browser.UsedBy(await _provider.Accounts.RegisterVerifiedAsync()).GoAsync("/account")).ExpectPage());
        Assert.Equal(["idp", "idp.antiforgery", "idp.device", "idp.notice"], CookieTests.NamesOf(way!));
        Assert.All(way!.CookiesSet, cookie =>
        {
            Assert.True(cookie.HttpOnly, "not HttpOnly");
            Assert.False(cookie.Secure, "Secure, and so lost over http");
            Assert.Equal(SameSiteMode.Lax, cookie.SameSite);
            Assert.Equal("/", cookie.Path.ToString());
        });
    }
}
