using System.Net;
using IdentityProvider.Accounts;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>Who comes in at the console, and what becomes of the others.</summary>
public sealed class FrameTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task A_stranger_signs_in_and_comes_to_where_they_wanted()
    {
        var browser = _provider.NewBrowser().UsedBy(await _provider.AddStaffAsync("admin"));
        var login = await browser.OpenAsync("/admin/users?search=aye+aye&role=user");
        Assert.Equal(HostedPages.LoginPath, login.Path);
        var page = (await HostedPages.SignInAsync(login)).ExpectPage();
        Assert.Equal("/admin/users?search=aye+aye&role=user", page.Address.PathAndQuery);
        Assert.Equal("aye aye", page.Document.QuerySelector("#search")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("/admin")]
    [InlineData("/admin/users")]
    [InlineData("/admin/signed-in")]
    public async Task Somebody_without_the_right_is_told_so(string address)
    {
        var browser = await _provider.SignInAsRoleAsync("user");
        var page = await browser.OpenAsync(address);
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Single(browser.LastHops);
        Assert.Contains("It is for the role admin and those above it", page.Text, StringComparison.Ordinal);
        Assert.Contains("have the role user", page.Text, StringComparison.Ordinal);
        Assert.Empty(page.Menu());
        var login = (await page.ClickAsync("a[href*=another]")).ExpectPage();
        var admin = await _provider.AddStaffAsync("admin");
        Assert.Equal(address, (await HostedPages.SignInAsync(login, admin.Phone, admin.Password)).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "EF-7")]
    public async Task A_role_that_is_taken_away_is_gone_with_the_next_request()
    {
        var admin = await _provider.AddStaffAsync("admin");
        var browser = await _provider.SignInAsync(admin);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/admin/users")).Status);
        await _provider.InScopeAsync(async (AccountRoles roles) =>
        {
            await roles.SetAsync(Guid.Parse(admin.UserId), ["user"], CancellationToken.None);
            return true;
        });
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.OpenAsync("/admin/users")).Status);
    }

    [Theory]
    [InlineData("user", false)]
    [InlineData("admin", true)]
    public async Task The_account_pages_lead_to_the_console_whoever_may_enter(string role, bool leads)
    {
        var page = await (await _provider.SignInAsRoleAsync(role)).OpenAsync("/account");
        Assert.Equal(leads, page.Has("a[href='/admin']"));
    }

    [Fact]
    public async Task The_menu_says_where_one_is()
    {
        var page = await (await _provider.SignInAsRoleAsync("admin")).OpenAsync("/admin/users?page=2");
        Assert.Contains("/admin/users", page.Menu());
        Assert.Equal("/admin/users", page.Document.QuerySelector(".admin-nav a[aria-current=page]")!.GetAttribute("href"));
        Assert.Equal("Menu, now at Users", page.Document.QuerySelector(".admin-menu summary")!.TextContent.Trim());
    }
}
