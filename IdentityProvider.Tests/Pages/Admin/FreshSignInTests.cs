using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>What can do harm wants somebody who proved a moment ago who they are; a form that is open for long loses nothing.</summary>
public sealed class FreshSignInTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(16);
    private readonly Provider _provider = fixture.Provider;

    [Theory]
    [InlineData("roles")]
    [InlineData("deactivate")]
    [InlineData("delete")]
    [InlineData("reset")]
    public async Task An_old_sign_in_is_renewed_before_the_page_is_shown(string page)
    {
        var (browser, subject) = await MeetAsync();
        var address = $"/admin/users/{subject.UserId}/{page}";
        Assert.Equal(address, (await browser.OpenAsync(address)).Path);
        _provider.Clock.Advance(TooLong);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync($"/admin/users/{subject.UserId}/edit")).Status);
        var login = await browser.OpenAsync(address);
        Assert.Equal(HostedPages.LoginPath, login.Path);
        Assert.Contains("You are signed in already", login.Text, StringComparison.Ordinal);
        Assert.Equal(browser.Person!.Phone, login.Document.QuerySelector("#identifier")!.GetAttribute("value"));
        Assert.Equal(address, (await HostedPages.SignInAsync(login)).ExpectPage().Path);
    }

    [Fact]
    public async Task A_form_that_comes_too_late_is_sent_again_after_a_sign_in_beside_it()
    {
        var (browser, subject) = await MeetAsync();
        var form = (await browser.OpenAsync($"/admin/users/{subject.UserId}/roles")).FormWith("[name=roles]").Tick("[value=admin]", true);
        _provider.Clock.Advance(TooLong);
        var held = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Forbidden, held.Status);
        Assert.Contains("within the last 15 minutes", held.Document.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
        Assert.True(held.Has("input[value=admin][checked]"));
        Assert.Equal("_blank", held.Document.QuerySelector(".summary a")!.GetAttribute("target"));

        // Pressed again without it, nothing has happened yet.
        Assert.Equal(HttpStatusCode.Forbidden, (await held.FormWith("[name=roles]").SubmitAsync()).ExpectPage().Status);
        var login = (await held.ClickAsync(".summary a")).ExpectPage();
        var beside = (await HostedPages.SignInAsync(login)).ExpectPage();
        Assert.Contains("go back to the one with the form", beside.Text, StringComparison.Ordinal);
        var done = (await held.FormWith("[name=roles]").SubmitAsync()).ExpectPage();
        Assert.Contains("The roles are changed.", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_register_an_administrator_wants_a_fresh_sign_in_to_register_a_person_does_not()
    {
        var (browser, _) = await MeetAsync();
        _provider.Clock.Advance(TooLong);
        var page = await browser.OpenAsync("/admin/users/new");
        var (person, colleague) = (Person.New(), Person.New());
        var fields = Fill(page, person).Fields.ToList();
        Assert.Contains("is registered", (await browser.PostAsync(page.Address, fields)).ExpectPage().Text, StringComparison.Ordinal);

        var asAdmin = Fill(page, colleague).Fields.Where(field => field.Key != "role").Append(new("role", "admin"));
        var held = (await browser.PostAsync(page.Address, asAdmin)).ExpectPage();
        Assert.Equal(HttpStatusCode.Forbidden, held.Status);
        Assert.Equal(colleague.FullName, held.Document.QuerySelector("#fullName")!.GetAttribute("value"));
        Assert.True(held.Has("option[value=admin][selected]"));
        await HostedPages.SignInAsync((await held.ClickAsync(".summary a")).ExpectPage());
        Assert.Contains("is registered", (await held.FormWith("#fullName").SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);

        static PageForm Fill(Page page, Person who) =>
            page.FormWith("#fullName").Fill("#fullName", who.FullName).Fill("#phone", who.Phone);
    }

    [Fact]
    public async Task To_sign_somebody_out_everywhere_wants_a_fresh_sign_in_to_end_one_session_does_not()
    {
        var (browser, subject) = await MeetAsync();
        await _provider.SignInAsync(subject);
        await _provider.SignInAsync(subject);
        var page = await browser.OpenAsync($"/admin/users/{subject.UserId}/sessions");
        _provider.Clock.Advance(TooLong);
        var held = (await page.FormWith("form[action$=all]").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Forbidden, held.Status);
        Assert.Equal(2, held.Document.QuerySelectorAll(".list tbody tr").Length);
        Assert.Contains("The session is ended.", (await page.FormWith("input[name=sid]").SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);

        await HostedPages.SignInAsync((await held.ClickAsync(".summary a")).ExpectPage());
        Assert.Contains("is signed out everywhere", (await held.FormWith("form[action$=all]").SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_left_open_until_the_session_is_over_is_sent_again_after_the_sign_in()
    {
        var (browser, subject) = await MeetAsync();
        var form = (await browser.OpenAsync($"/admin/users/{subject.UserId}/edit")).FormWith("#city").Fill("#city", "Taunggyi \"north\" & <south>");
        _provider.Clock.Advance(TimeSpan.FromDays(15));
        var held = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Unauthorized, held.Status);
        Assert.Equal("You are signed out", held.Document.QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain(subject.Phone, held.Html, StringComparison.Ordinal);

        // Not yet signed in: the same page, with the same form.
        held = (await held.FormWith("form").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Unauthorized, held.Status);
        await HostedPages.SignInAsync((await held.ClickAsync("a[target=_blank]")).ExpectPage());
        var done = (await held.FormWith("form").SubmitAsync()).ExpectPage();
        Assert.Contains("The profile is saved.", done.Text, StringComparison.Ordinal);
        Assert.Contains("Taunggyi \"north\" & <south>", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "BCP-41")]
    public async Task A_form_of_another_site_is_not_kept_for_after_the_sign_in()
    {
        var (_, subject) = await MeetAsync();
        var address = _provider.Address($"/admin/users/{subject.UserId}/delete");
        foreach (var browser in new[] { _provider.NewBrowser(), (await MeetAsync()).Browser })
        {
            _provider.Clock.Advance(TimeSpan.FromDays(15));
            var page = (await browser.PostAsync(address, [new("__RequestVerificationToken", "x")])).ExpectPage();
            Assert.Equal(HostedPages.LoginPath, page.Path);
        }
    }

    [Fact]
    [Trait("Conformance", "BCP-41")]
    public async Task A_form_whose_token_has_grown_stale_is_shown_again_with_what_was_typed()
    {
        var (browser, subject) = await MeetAsync();
        var page = await browser.OpenAsync($"/admin/users/{subject.UserId}/edit");
        var fields = page.FormWith("#city").Fill("#city", "Bago").Fields.Where(field => field.Key != "__RequestVerificationToken");
        var again = (await browser.PostAsync(page.Address, fields)).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Equal("Bago", again.Document.QuerySelector("#city")!.GetAttribute("value"));
        Assert.Contains("The profile is saved.", (await again.FormWith("#city").SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);
    }

    private async Task<(UserAgent Browser, Person Subject)> MeetAsync() =>
        (await _provider.SignInAsRoleAsync("superAdmin"), await _provider.AddStaffAsync("user"));
}
