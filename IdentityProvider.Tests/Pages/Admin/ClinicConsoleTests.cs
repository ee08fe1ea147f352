using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.Clinic;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>What staff do at the console of a clinic.</summary>
public sealed class ClinicConsoleTests(ClinicProvider fixture) : IClassFixture<ClinicProvider>
{
    private readonly Provider _provider = fixture.Provider;

    [Theory]
    [InlineData("user")]
    [InlineData("doctor")]
    [Trait("Requirement", "CL-5")]
    [Trait("Requirement", "CL-6")]
    public async Task Staff_register_patients_and_doctors(string role)
    {
        var staff = await _provider.SignInAsRoleAsync("staff");
        var page = await staff.OpenAsync("/admin/users/new");
        Assert.Equal(["user", "doctor", "staff"], page.Document.QuerySelectorAll("#role option").Select(option => option.GetAttribute("value")));
        var person = Person.New();
        var done = (await RegisterAsync(page, person, role)).ExpectPage();
        Assert.Contains($"{person.FullName} is registered.", done.Text, StringComparison.Ordinal);
        Assert.Contains(role, done.Document.QuerySelectorAll(".facts dd").Select(fact => fact.TextContent));
        Assert.NotEmpty(await _provider.Accounts.MailboxAsync(person.Phone));

        // Each phone is of one person.
        Assert.Equal(HttpStatusCode.Conflict, (await RegisterAsync(page, person, role)).ExpectPage().Status);
    }

    [Fact]
    [Trait("Requirement", "CL-6")]
    public async Task One_of_phone_and_address_is_enough_and_nobody_grants_what_they_lack()
    {
        var staff = await _provider.SignInAsRoleAsync("staff");
        var page = await staff.OpenAsync("/admin/users/new");
        var person = Person.New();
        var neither = (await page.FormWith("#fullName").Fill("#fullName", person.FullName).SubmitAsync()).ExpectPage();
        Assert.Equal("A phone number or an e-mail address is needed.", neither.Document.QuerySelector("#phone-error")!.TextContent);
        var byMail = (await page.FormWith("#fullName").Fill("#fullName", person.FullName).Fill("#email", person.Email).SubmitAsync()).ExpectPage();
        Assert.Contains("is registered", byMail.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await RegisterAsync(page, Person.New(), "admin")).ExpectPage().Status);
    }

    [Fact]
    [Trait("Requirement", "CL-9")]
    [Trait("Requirement", "CL-10")]
    public async Task A_doctor_is_deactivated_and_never_deleted()
    {
        var doctor = await _provider.AddStaffAsync("doctor");
        var admin = await _provider.SignInAsRoleAsync("admin");
        var page = await admin.OpenAsync($"/admin/users/{doctor.UserId}");
        Assert.Contains("Accounts with the role doctor are never deleted.", page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("a[href$=delete]"));
        var done = (await (await page.ClickAsync("a[href$=deactivate]")).ExpectPage().FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Contains("can't sign in any more", done.Text, StringComparison.Ordinal);

        var patient = await _provider.AddStaffAsync("user");
        Assert.Contains("only its owner does", (await admin.OpenAsync($"/admin/users/{patient.UserId}")).Text, StringComparison.Ordinal);
        var superAdmin = await _provider.SignInAsRoleAsync("superAdmin");
        var forged = done.FormWith("form[action$=activate]").Fields;
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.PostAsync(new Uri(done.Address, $"/admin/users/{patient.UserId}/delete"), forged)).ExpectPage().Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await superAdmin.OpenAsync($"/admin/users/{patient.UserId}/delete")).Status);
    }

    [Fact]
    [Trait("Requirement", "CL-9")]
    public async Task Who_may_delete_accounts_is_shown_no_form_that_would_delete_a_doctor()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Preset", "Clinic").With("Accounts:Permissions:Delete", "superAdmin"));
        var (doctor, patient) = (await provider.AddStaffAsync("doctor"), await provider.AddStaffAsync("user"));
        var superAdmin = await provider.SignInAsRoleAsync("superAdmin");
        var refused = await superAdmin.OpenAsync($"/admin/users/{doctor.UserId}/delete");
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("Accounts of this role are not deleted here", refused.Text, StringComparison.Ordinal);
        Assert.False(refused.Has("form[action$=delete]"));
        Assert.True(refused.Has($"a[href$='/admin/users/{doctor.UserId}']"));

        var form = (await superAdmin.OpenAsync($"/admin/users/{patient.UserId}/delete")).FormWith("form[action$=delete]");
        Assert.Equal(HttpStatusCode.Forbidden, (await superAdmin.PostAsync(refused.Address, form.Fields)).ExpectPage().Status);
        Assert.Equal(HttpStatusCode.OK, (await superAdmin.OpenAsync($"/admin/users/{doctor.UserId}")).Status);
        Assert.Contains("is deleted", (await form.SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);
    }

    private static Task<Landing> RegisterAsync(Page page, Person person, string role)
    {
        var form = page.FormWith("#fullName").Fill("#fullName", person.FullName).Fill("#phone", person.Phone);
        return page.Browser.PostAsync(form.Action, form.Fields.Where(field => field.Key != "role").Append(new("role", role)));
    }
}
