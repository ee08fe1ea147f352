using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Pages;

/// <summary>The page that a mailed link opens. Scanners of mail open links too: opening does nothing, the button does.</summary>
public sealed class ConfirmEmailTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Theory]
    [Trait("Requirement", "PF-8")]
    [InlineData("HEAD")]
    [InlineData("GET")]
    public async Task Looking_at_the_link_confirms_nothing(string method)
    {
        var (person, link) = await RegisterAsync();
        for (var times = 0; times < 3; times++)
        {
            using var answer = await _provider.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), link));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.False(await IsConfirmedAsync(person));
    }

    [Fact]
    [Trait("Requirement", "PF-8")]
    public async Task The_button_confirms_once()
    {
        var (person, link) = await RegisterAsync();
        var form = (await _provider.NewBrowser().GoAsync(link)).ExpectPage().FormWith("input[name=token]");
        var confirmed = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.OK, confirmed.Status);
        Assert.Contains("is confirmed", confirmed.Text, StringComparison.Ordinal);
        // The token is out of the address, and so out of the history and of what a bookmark would keep.
        Assert.Empty(confirmed.Address.Query);
        Assert.True(await IsConfirmedAsync(person));

        var again = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Contains("This link was used before", again.Text, StringComparison.Ordinal);
        Assert.False(again.Has("form"), "a dead link still has its button");
    }

    [Fact]
    [Trait("Conformance", "BCP-41")]
    public async Task Another_site_can_t_press_the_button()
    {
        var (person, link) = await RegisterAsync();
        var browser = _provider.NewBrowser();
        var form = (await browser.GoAsync(link)).ExpectPage().FormWith("input[name=token]");
        var page = (await browser.PostAsync(form.Action, form.Fields.Where(field => field.Key == "token"))).ExpectPage();
        Assert.False(await IsConfirmedAsync(person));
        Assert.Contains("is confirmed", (await page.FormWith("input[name=token]").SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);
        Assert.True(await IsConfirmedAsync(person));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?token=")]
    [InlineData("?token=garbage")]
    [InlineData("?token=eyJhbGciOiJub25lIn0.e30.")]
    public async Task A_link_that_was_never_good_ends_at_a_page_that_says_what_to_do(string query)
    {
        var page = (await _provider.NewBrowser().GoAsync("/account/confirm-email" + query)).ExpectPage();
        var refused = (await page.FormWith("input[name=token]").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("This link is not valid", refused.Text, StringComparison.Ordinal);
        Assert.True(refused.Has("a[href='/account']"));
    }

    private async Task<(Person Person, Uri Link)> RegisterAsync()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        return (person, new Uri((string)(await _provider.Accounts.MailboxAsync(person.Email))[0]["link"]!));
    }

    private Task<bool> IsConfirmedAsync(Person person) =>
        _provider.InScopeAsync((ProviderDbContext db) => db.Users.AnyAsync(user => user.Id == Guid.Parse(person.UserId) && user.EmailConfirmed));
}
