using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.Clinic;
using IdentityProvider.Tests.Requirements.EmailFirst;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Pages;

/// <summary>The owner ends the account on the page, where there is a number for a code.</summary>
public sealed class DeletionTests(ClinicProvider fixture) : IClassFixture<ClinicProvider>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    [Trait("Requirement", "CL-10")]
    public async Task A_code_and_one_more_yes_end_the_account_everywhere()
    {
        var person = await _provider.AddStaffAsync("user");
        var browser = await SignInAsync(_provider, person, person.Phone);
        var page = (await browser.GoAsync("/account/delete")).ExpectPage();
        Assert.Contains("Nobody can bring it back", page.Text, StringComparison.Ordinal);
        var codePage = (await page.FormWith("form[action*='handler=send']").SubmitAsync()).ExpectPage();
        var last = (await codePage.FormWith("#code").Fill("#code", await _provider.Accounts.LatestCodeAsync(person.Phone)).SubmitAsync()).ExpectPage();
        Assert.True(await ExistsAsync(_provider, person), "entering the code deleted the account without asking");
        var goodbye = (await last.FormWith("button.danger").SubmitAsync()).ExpectPage();
        Assert.Equal("/account/deleted", goodbye.Path);
        Assert.False(await ExistsAsync(_provider, person));
        Assert.Equal(HostedPages.LoginPath, (await browser.GoAsync("/account")).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "CL-10")]
    public async Task Nothing_but_the_code_does_it()
    {
        var person = await _provider.AddStaffAsync("user");
        var browser = await SignInAsync(_provider, person, person.Phone);
        var fields = (await browser.GoAsync("/account/delete")).ExpectPage().FormWith("form[action*='handler=send']").Fields.ToList();
        var address = _provider.Address("/account/delete?handler=delete");
        foreach (var password in new[] { "", person.Password })
        {
            var refused = (await browser.PostAsync(address, fields.Append(KeyValuePair.Create("currentPassword", password)))).ExpectPage();
            Assert.True(refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, refused.ToString());
            Assert.True(refused.Has(".summary"), "nothing says why");
        }

        Assert.True(await ExistsAsync(_provider, person));
    }

    [Fact]
    [Trait("Requirement", "CL-9")]
    public async Task A_doctor_is_told_that_nobody_deletes_the_account()
    {
        var doctor = await _provider.AddStaffAsync("doctor");
        var browser = await SignInAsync(_provider, doctor, doctor.Phone);
        var page = (await browser.GoAsync("/account/delete")).ExpectPage();
        Assert.Contains("not deleted here", page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("main form"), "there is a form all the same");
    }

    [Fact]
    [Trait("Requirement", "CL-10")]
    public async Task Without_a_number_it_takes_the_password()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Preset", "EmailFirst"));
        var person = await new App(provider).AddCustomerAsync();
        var browser = await SignInAsync(provider, person, person.Email);
        var page = (await browser.GoAsync("/account/delete")).ExpectPage();
        foreach (var wrong in new[] { "", "Wrong-horse-7-battery" })
        {
            var refused = (await page.FormWith("#currentPassword").Fill("#currentPassword", wrong).SubmitAsync()).ExpectPage();
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.True(refused.Has("#currentPassword-error"), "nothing stands at the field");
        }

        Assert.True(await ExistsAsync(provider, person));
        Assert.Equal("/account/deleted", (await page.FormWith("#currentPassword").Fill("#currentPassword", person.Password).SubmitAsync()).ExpectPage().Path);
        Assert.False(await ExistsAsync(provider, person));
    }

    private static async Task<UserAgent> SignInAsync(Provider provider, Person person, string identifier)
    {
        var browser = provider.NewBrowser();
        var landing = await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage(), identifier, person.Password);
        Assert.Equal("/account", landing.ExpectPage().Path);
        return browser;
    }

    private static Task<bool> ExistsAsync(Provider provider, Person person) =>
        provider.InScopeAsync((ProviderDbContext db) => db.Users.AnyAsync(user => user.Id == Guid.Parse(person.UserId)));
}
