using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>What administrators do with the accounts of others.</summary>
public sealed class UserPagesTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    [Trait("Requirement", "EF-8")]
    public async Task Somebody_is_found_by_a_part_of_name_phone_or_address()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var browser = await _provider.SignInAsRoleAsync("admin");
        foreach (var search in new[] { person.FullName[4..], person.Phone[3..], "0" + person.Phone[3..], person.Email })
        {
            var list = await browser.OpenAsync("/admin/users");
            var found = (await list.FormWith("#search").Fill("#search", search).SubmitAsync()).ExpectPage();
            Assert.True(found.Has($"a[href='/admin/users/{person.UserId}']"), $"Not found by {search}");
        }

        var page = (await (await browser.OpenAsync($"/admin/users?search={person.Email}")).ClickAsync(".list a")).ExpectPage();
        Assert.Equal(person.FullName, page.Document.QuerySelector("h1")!.TextContent);
        Assert.Contains(person.Phone, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "EF-8")]
    public async Task The_pages_of_a_list_keep_what_was_searched_for()
    {
        for (var count = 0; count < 21; count++)
            await _provider.AddStaffAsync("user");
        var browser = await _provider.SignInAsRoleAsync("admin");
        var first = await browser.OpenAsync("/admin/users?search=people.example&role=user&active=true");
        Assert.Equal(20, first.Document.QuerySelectorAll(".list tbody tr").Length);
        var second = (await first.ClickAsync("a[rel=next]")).ExpectPage();
        Assert.Equal("?search=people.example&role=user&active=true&page=2", second.Address.Query);
        Assert.NotEmpty(second.Document.QuerySelectorAll(".list tbody tr"));
        Assert.Contains("There is no page 99", (await browser.OpenAsync("/admin/users?page=99")).Text, StringComparison.Ordinal);
        foreach (var nonsense in new[] { "page=0", "page=-1", "page=x", "page=99999999999", "role=none", "active=maybe", "search=%20" })
            Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/admin/users?" + nonsense)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.OpenAsync("/admin/users?search=%00")).Status);
    }

    [Fact]
    [Trait("Requirement", "EF-8")]
    public async Task A_profile_is_changed_and_what_is_wrong_stands_beside_its_field()
    {
        var (browser, subject) = await MeetAsync();
        var form = (await browser.OpenAsync($"/admin/users/{subject.UserId}/edit")).FormWith("#fullName");
        var wrong = (await form.Fill("#fullName", "").Fill("#dateOfBirth", "yesterday").Fill("#city", "Mandalay").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.True(wrong.Has("#fullName-error") && wrong.Has("#dateOfBirth-error"));
        Assert.Equal("Mandalay", wrong.Document.QuerySelector("#city")!.GetAttribute("value"));

        var done = (await wrong.FormWith("#fullName").Fill("#fullName", "Daw Hla").Fill("#dateOfBirth", "1990-01-31").SubmitAsync()).ExpectPage();
        Assert.Equal($"/admin/users/{subject.UserId}", done.Path);
        Assert.Contains("The profile is saved.", done.Text, StringComparison.Ordinal);
        Assert.Contains("Mandalay", done.Text, StringComparison.Ordinal);
        Assert.Equal("Daw Hla", done.Document.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task An_address_of_several_lines_stays_as_it_is()
    {
        var (browser, subject) = await MeetAsync();
        var page = await browser.OpenAsync($"/admin/users/{subject.UserId}/edit");
        var fields = page.FormWith("#city").Fields.Where(field => field.Key != "address").Append(new("address", "No. 14\r\nBo Aung Kyaw Street"));
        var done = (await browser.PostAsync(page.Address, fields)).ExpectPage();
        Assert.Equal("No. 14\nBo Aung Kyaw Street", done.Document.QuerySelector(".lines")!.TextContent);
        var again = (await done.ClickAsync("a[href$=edit]")).ExpectPage();
        Assert.Equal("No. 14\nBo Aung Kyaw Street", again.Document.QuerySelector("#address")!.TextContent.TrimStart('\n'));
    }

    [Fact]
    [Trait("Requirement", "PF-1")]
    public async Task A_person_is_registered_and_chooses_the_password()
    {
        var browser = await _provider.SignInAsRoleAsync("admin");
        var page = await browser.OpenAsync("/admin/users/new");
        Assert.Equal(["user", "admin"], page.Document.QuerySelectorAll("#role option").Select(option => option.GetAttribute("value")));
        var person = Person.New();
        var wrong = (await page.FormWith("#fullName").Fill("#email", person.Email).SubmitAsync()).ExpectPage();
        Assert.True(wrong.Has("#fullName-error") && wrong.Has("#phone-error") && !wrong.Has("#email-error"));
        var done = (await wrong.FormWith("#fullName").Fill("#fullName", person.FullName).Fill("#phone", person.Phone).SubmitAsync()).ExpectPage();
        Assert.Contains($"{person.FullName} is registered.", done.Text, StringComparison.Ordinal);
        Assert.NotEmpty(await _provider.Accounts.MailboxAsync(person.Phone));

        var taken = (await page.FormWith("#fullName").Fill("#fullName", person.FullName).Fill("#phone", person.Phone).SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Conflict, taken.Status);
        Assert.True(taken.Has("#phone-error"));
    }

    [Fact]
    public async Task A_deactivated_account_is_activated_again()
    {
        var (browser, subject) = await MeetAsync();
        var theirs = await _provider.SignInAsync(subject);
        var confirm = (await (await browser.OpenAsync($"/admin/users/{subject.UserId}")).ClickAsync("a[href$=deactivate]")).ExpectPage();
        var done = (await confirm.FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Contains("Deactivated", done.Text, StringComparison.Ordinal);
        Assert.Equal(HostedPages.LoginPath, (await theirs.OpenAsync("/account")).Path);

        var active = (await done.FormWith("form[action$=activate]").SubmitAsync()).ExpectPage();
        Assert.Contains("can sign in again", active.Text, StringComparison.Ordinal);
        await _provider.SignInAsync(subject);
    }

    [Fact]
    [Trait("Requirement", "EF-8")]
    public async Task A_deleted_account_is_gone_and_whoever_looks_for_it_is_told_so()
    {
        var (browser, subject) = await MeetAsync("superAdmin");
        var confirm = (await (await browser.OpenAsync($"/admin/users/{subject.UserId}")).ClickAsync("a[href$=delete]")).ExpectPage();
        var edit = await browser.OpenAsync($"/admin/users/{subject.UserId}/edit");
        var done = (await confirm.FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Equal("/admin/users", done.Path);
        Assert.Contains($"The account of {subject.FullName} is deleted.", done.Text, StringComparison.Ordinal);
        foreach (var page in new[] { confirm, edit })
            Assert.Equal(HttpStatusCode.NotFound, (await page.FormWith(".content form").SubmitAsync()).ExpectPage().Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync($"/admin/users/{subject.UserId}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync("/admin/users/nobody")).Status);
    }

    private async Task<(UserAgent Browser, Person Subject)> MeetAsync(string role = "admin") =>
        (await _provider.SignInAsRoleAsync(role), await _provider.AddStaffAsync("user"));
}
