using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>What somebody has open is seen and ended at the console.</summary>
public sealed class AccessPagesTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task One_session_is_ended_or_all_of_them()
    {
        var subject = await _provider.AddStaffAsync("user");
        var theirs = new[] { await _provider.SignInAsync(subject), await _provider.SignInAsync(subject), await _provider.SignInAsync(subject) };
        var browser = await _provider.SignInAsRoleAsync("admin");
        var page = await browser.OpenAsync($"/admin/users/{subject.UserId}/sessions");
        Assert.Equal(3, Rows(page));
        var fewer = (await page.FormWith("input[name=sid]").SubmitAsync()).ExpectPage();
        Assert.Contains("The session is ended.", fewer.Text, StringComparison.Ordinal);
        Assert.Equal(2, Rows(fewer));
        Assert.Equal(2, await SignedInAsync(theirs));

        // Pressed once more, on a page from before.
        Assert.Equal(HttpStatusCode.NotFound, (await page.FormWith("input[name=sid]").SubmitAsync()).ExpectPage().Status);
        var none = (await fewer.FormWith("form[action$=all]").SubmitAsync()).ExpectPage();
        Assert.Contains("is signed in nowhere", none.Text, StringComparison.Ordinal);
        Assert.Equal(0, await SignedInAsync(theirs));

        var own = await browser.OpenAsync($"/admin/users/{browser.Person!.UserId}/sessions");
        Assert.Contains("This browser", own.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_app_was_allowed_is_taken_back()
    {
        var browser = await _provider.NewPersonAtBrowserAsync();
        var rp = _provider.RelyingParty(TestClients.ConsentWeb);
        await rp.SignInAsync(browser, rp.Request("openid offline_access"));
        var admin = await _provider.SignInAsRoleAsync("admin");
        var page = await admin.OpenAsync($"/admin/users/{browser.Person!.UserId}/apps");
        Assert.Contains("Consent & Sons", page.Text, StringComparison.Ordinal);
        Assert.Contains("offline_access", page.Text, StringComparison.Ordinal);
        var none = (await page.FormWith("input[name=clientId]").SubmitAsync()).ExpectPage();
        Assert.Contains("The permission is taken back.", none.Text, StringComparison.Ordinal);
        Assert.Equal(0, Rows(none));
        Assert.Equal(HostedPages.ConsentPath, (await rp.VisitAsync(browser, rp.Request("openid offline_access"))).ExpectPage().Path);
    }

    [Fact]
    [Trait("Requirement", "PF-10")]
    public async Task Somebody_who_can_t_get_in_is_told_how()
    {
        var subject = await _provider.Accounts.RegisterVerifiedAsync();
        var browser = await _provider.SignInAsRoleAsync("admin");
        var before = (await _provider.Accounts.MailboxAsync(subject.Phone)).Count;
        var confirm = (await (await browser.OpenAsync($"/admin/users/{subject.UserId}")).ClickAsync("a[href$=reset]")).ExpectPage();
        var done = (await confirm.FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Contains($"An SMS to {subject.Phone}", done.Text, StringComparison.Ordinal);
        Assert.Equal(before + 1, (await _provider.Accounts.MailboxAsync(subject.Phone)).Count);

        // The rule against too many messages holds for administrators too.
        var again = (await confirm.FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.TooManyRequests, again.Status);
        Assert.Contains("Try again in", again.Document.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "CL-9")]
    public async Task Staff_look_at_sessions_and_end_none()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Preset", "Clinic"));
        var patient = await provider.AddStaffAsync("user");
        var theirs = await provider.SignInAsync(patient);
        var staff = await provider.SignInAsRoleAsync("staff");
        var page = await staff.OpenAsync($"/admin/users/{patient.UserId}/sessions");
        Assert.Equal(1, Rows(page));
        Assert.False(page.Has(".content form"));

        var token = (await staff.OpenAsync("/admin/users/new")).FormWith("#fullName").Fields.Single(field => field.Key.StartsWith("__", StringComparison.Ordinal));
        var forged = await staff.PostAsync(new Uri(page.Address, "?handler=all"), [token]);
        Assert.Equal(HttpStatusCode.Forbidden, forged.ExpectPage().Status);
        Assert.Equal(1, await SignedInAsync([theirs]));
    }

    private static int Rows(Page page) => page.Document.QuerySelectorAll(".list tbody tr").Length;

    private static async Task<int> SignedInAsync(IEnumerable<UserAgent> browsers)
    {
        var count = 0;
        foreach (var browser in browsers)
            count += (await browser.OpenAsync("/account")).Path == "/account" ? 1 : 0;
        return count;
    }
}
