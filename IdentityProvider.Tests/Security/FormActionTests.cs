using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Pages;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Security;

/// <summary>
/// Where a form may end. Chromium applies <c>form-action</c> to every redirect that follows a form post, so a page that serves a
/// client's request lets its forms end at clients; every other page keeps them at home.
/// </summary>
public sealed class FormActionTests(AllPages fixture) : IClassFixture<AllPages>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public void Without_a_request_that_waits_a_form_ends_at_home()
    {
        var pages = fixture.Pages.Where(page => !page.Address.Query.Contains("request=", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.Equal(["'self'"], FormAction(page)));
    }

    [Fact]
    public void With_one_it_may_end_at_any_client_over_https()
    {
        var pages = fixture.Pages.Where(page => page.Address.Query.Contains("request=", StringComparison.Ordinal) && page.Has("form")).ToList();
        Assert.Equal(["/account/consent", "/account/login", "/account/logout", "/account/select"], pages.Select(page => page.Path).Distinct().Order());
        Assert.All(pages, page => Assert.Equal(["'self'", "https:"], FormAction(page)));
    }

    [Theory]
    [InlineData("http://127.0.0.1:51004/callback", "http://127.0.0.1:51004")]
    [InlineData("com.example.native:/callback", "com.example.native:")]
    public async Task With_one_of_a_native_app_it_may_end_there_too(string redirectUri, string source)
    {
        var rp = _provider.RelyingParty(TestClients.Native);
        var page = (await rp.VisitAsync(_provider.NewBrowser(), rp.Request().With("redirect_uri", redirectUri))).ExpectPage();
        Assert.Equal(new[] { "'self'", source, "https:" }.Order(), FormAction(page).Order());
    }

    [Fact]
    public async Task A_request_of_another_browser_opens_nothing()
    {
        var rp = _provider.RelyingParty();
        var own = (await rp.VisitAsync(_provider.NewBrowser(), rp.Request())).ExpectPage();
        var other = (await _provider.NewBrowser().GoAsync(own.Address)).ExpectPage();
        Assert.Equal(["'self'"], FormAction(other));
        Assert.Contains("no longer open", other.Text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> FormAction(Page page) => ContentPolicy.Parse(page.Header("Content-Security-Policy")!)["form-action"];
}
