using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.Clinic;

namespace IdentityProvider.Tests.Pages;

/// <summary>Passwords that are set with a code, or by a link where the policy has both; the first one of an account that staff made, too.</summary>
public sealed class CodeRecoveryTests(CodeRecoveryTests.ClinicWithManyCodes fixture) : IClassFixture<CodeRecoveryTests.ClinicWithManyCodes>
{
    private const string NewPassword = "Another-horse-8-battery";
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    public sealed class ClinicWithManyCodes : ClinicProvider
    {
        protected override void Configure(ProviderSettings settings)
        {
            base.Configure(settings);
            settings.WithManyCodes();
        }
    }

    [Theory]
    [Trait("Requirement", "CL-8")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_box_takes_the_number_or_the_address(bool byPhone)
    {
        var person = await _provider.AddStaffAsync("user");
        var answer = (await _provider.NewBrowser().ForgetAsync(byPhone ? person.Phone : person.Email)).ExpectPage();
        Assert.Equal(byPhone ? "/account/forgot/code" : "/account/forgot/sent", answer.Path);
        var reset = byPhone
            ? (await answer.FormWith("#code").Fill("#code", await _provider.Accounts.LatestCodeAsync(person.Phone)).SubmitAsync()).ExpectPage()
            : (await answer.Browser.GoAsync(await _provider.Accounts.MailedLinkAsync(person.Email))).ExpectPage();
        Assert.Equal("/account/reset", reset.Path);
        var login = (await reset.FormWith("#newPassword").Fill("#newPassword", NewPassword).SubmitAsync()).ExpectPage();
        Assert.Equal("/account", (await HostedPages.SignInAsync(login, person.Phone, NewPassword)).ExpectPage().Path);
    }

    [Theory]
    [Trait("Requirement", "CL-8")]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("nobody@")]
    public async Task What_is_neither_is_told_at_the_box(string typed)
    {
        var page = (await _provider.NewBrowser().ForgetAsync(typed)).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("#identifier", Assert.Single(page.Document.QuerySelectorAll(".summary a")).GetAttribute("href"));
        Assert.Equal(typed, page.Document.QuerySelector("#identifier")!.GetAttribute("value") ?? "");
    }

    [Fact]
    [Trait("Requirement", "CL-6")]
    public async Task Whoever_was_registered_by_staff_sets_the_password_from_the_SMS()
    {
        var (_, staff) = await _app.SignedInStaffAsync(_provider, "staff");
        var doctor = await InviteAsync("doctor", staff);
        var link = new Uri((string)(await _provider.Accounts.MailboxAsync(doctor.Phone))[0]["link"]!);
        var welcome = (await _provider.NewBrowser().GoAsync(link)).ExpectPage();
        Assert.Equal("Set your password", welcome.Document.QuerySelector("h1")!.TextContent);
        var codePage = (await welcome.FormWith("#identifier").Fill("#identifier", doctor.Phone).SubmitAsync()).ExpectPage();
        var reset = (await codePage.FormWith("#code").Fill("#code", await _provider.Accounts.LatestCodeAsync(doctor.Phone)).SubmitAsync()).ExpectPage();
        Assert.Equal("Set your password", reset.Document.QuerySelector("h1")!.TextContent);
        var login = (await reset.FormWith("#newPassword").Fill("#newPassword", doctor.Password).SubmitAsync()).ExpectPage();
        Assert.Equal("/account", (await HostedPages.SignInAsync(login, doctor.Phone, doctor.Password)).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "CL-6")]
    public async Task Or_by_the_link_that_was_mailed()
    {
        var (_, staff) = await _app.SignedInStaffAsync(_provider, "staff");
        var patient = await InviteAsync("user", staff);
        var reset = (await _provider.NewBrowser().GoAsync(await _provider.Accounts.MailedLinkAsync(patient.Email))).ExpectPage();
        Assert.Equal("Set your password", reset.Document.QuerySelector("h1")!.TextContent);
        var login = (await reset.FormWith("#newPassword").Fill("#newPassword", patient.Password).SubmitAsync()).ExpectPage();
        Assert.Equal("/account", (await HostedPages.SignInAsync(login, patient.Email, patient.Password)).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "PF-10")]
    public async Task Where_only_the_phone_resets_an_address_gets_nothing()
    {
        await using var provider = await Provider.StartAsync();
        var person = await provider.Accounts.RegisterVerifiedAsync();
        await provider.Accounts.VerifyEmailAsync(person);
        var before = (await provider.Accounts.MailboxAsync(person.Email)).Count;
        var page = (await provider.NewBrowser().ForgetAsync(person.Email)).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("phone number", page.Document.QuerySelector("#identifier-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(before, (await provider.Accounts.MailboxAsync(person.Email)).Count);
    }

    [Fact]
    [Trait("Requirement", "CL-7")]
    public async Task The_password_is_changed_with_a_code_to_the_own_number()
    {
        var person = await _provider.AddStaffAsync("user");
        var browser = await SignInAsync(person);
        var page = (await browser.GoAsync("/account/password")).ExpectPage();
        Assert.False(page.Has("#currentPassword") || page.Has("#newPassword"), "the password is asked for before the code");
        var codePage = (await page.FormWith("form[action*='handler=send']").SubmitAsync()).ExpectPage();
        var wrong = (await codePage.FormWith("#code").Fill("#code", await _app.WrongCodeAsync(person.Phone)).SubmitAsync()).ExpectPage();
        Assert.True(wrong.Has("#code-error"), "a wrong code is not told");

        var form = (await wrong.FormWith("#code").Fill("#code", await _provider.Accounts.LatestCodeAsync(person.Phone)).SubmitAsync()).ExpectPage();
        var weak = (await form.FormWith("#newPassword").Fill("#newPassword", "weak").SubmitAsync()).ExpectPage();
        var changed = (await weak.FormWith("#newPassword").Fill("#newPassword", NewPassword).SubmitAsync()).ExpectPage();
        Assert.Contains("Your password is changed", changed.Text, StringComparison.Ordinal);
        Assert.False(changed.Has("#newPassword"), "one code changes the password twice");
        Assert.Equal("/account", (await browser.GoAsync("/account")).ExpectPage().Path);

        // The form that is still open has nothing behind it.
        await form.FormWith("#newPassword").Fill("#newPassword", "Third-horse-9-battery").SubmitAsync();
        await (await browser.GoAsync("/account/logout")).ExpectPage().FormWith("form").SubmitAsync();
        (await _app.SignInAsync(person.Phone, NewPassword)).ExpectSuccess();
    }

    [Fact]
    [Trait("Requirement", "CL-7")]
    public async Task A_code_that_another_person_entered_in_this_browser_is_not_theirs()
    {
        var (first, second) = (await _provider.AddStaffAsync("user"), await _provider.AddStaffAsync("user"));
        var browser = await SignInAsync(first);
        var codePage = (await (await browser.GoAsync("/account/password")).ExpectPage().FormWith("form[action*='handler=send']").SubmitAsync()).ExpectPage();
        await codePage.FormWith("#code").Fill("#code", await _provider.Accounts.LatestCodeAsync(first.Phone)).SubmitAsync();
        await (await browser.GoAsync("/account/logout")).ExpectPage().FormWith("form").SubmitAsync();
        await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage(), second.Phone, second.Password);
        Assert.False((await browser.GoAsync("/account/password")).ExpectPage().Has("#newPassword"), "somebody else's code counts");
    }

    private async Task<Person> InviteAsync(string role, string token)
    {
        var person = Person.New();
        (await _app.UsersAsync(HttpMethod.Post, "", Staff.InvitationOf(person, role), token)).Expect(HttpStatusCode.Created);
        return person;
    }

    private async Task<UserAgent> SignInAsync(Person person)
    {
        var browser = _provider.NewBrowser().UsedBy(person);
        Assert.Equal("/account", (await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage())).ExpectPage().Path);
        return browser;
    }
}
