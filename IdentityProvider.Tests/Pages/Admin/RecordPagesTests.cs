using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>The audit log and the keys at the console.</summary>
public sealed class RecordPagesTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task Who_did_what_to_whom_is_seen_with_what_it_was_before()
    {
        var (browser, subject) = (await _provider.SignInAsRoleAsync("admin"), await _provider.AddStaffAsync("user"));
        await (await browser.OpenAsync($"/admin/users/{subject.UserId}/edit")).FormWith("#city").Fill("#city", "Mandalay").SubmitAsync();
        await (await browser.OpenAsync($"/admin/users/{subject.UserId}/edit")).FormWith("#city").Fill("#city", "Bago <b>").SubmitAsync();

        var log = await browser.OpenAsync("/admin/audit");
        var page = (await log.FormWith("#event").Fill("#event", "profile_changed").Fill("#target", subject.UserId).SubmitAsync()).ExpectPage();
        var rows = page.Document.QuerySelectorAll(".list tbody tr");
        Assert.Equal(2, rows.Length);
        Assert.Equal(("Mandalay", "Bago <b>"), (rows[0].QuerySelector("del")!.TextContent, rows[0].QuerySelector("ins")!.TextContent));
        Assert.Equal([browser.Person!.FullName, subject.FullName], rows[0].QuerySelectorAll("a").Select(link => link.TextContent));
        Assert.True(page.Has($"a[href='/admin/users/{subject.UserId}']"));
        Assert.Contains("Nothing fits that.", (await browser.OpenAsync("/admin/audit?from=2020-01-01&to=2020-01-02")).Text, StringComparison.Ordinal);
        foreach (var wrong in new[] { "from=yesterday", "targetType=planet", "page=x", "event=%00" })
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.OpenAsync("/admin/audit?" + wrong)).Status);
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("jsonl", "application/jsonl")]
    public async Task What_the_filters_let_through_is_taken_along(string format, string mediaType)
    {
        var (browser, subject) = (await _provider.SignInAsRoleAsync("admin"), await _provider.AddStaffAsync("user"));
        await (await browser.OpenAsync($"/admin/users/{subject.UserId}/edit")).FormWith("#city").Fill("#city", "Hpa-an").SubmitAsync();
        var page = await browser.OpenAsync($"/admin/audit?target={subject.UserId}&event=profile_changed");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(page.Address, page.Document.QuerySelector($"a[href*='format={format}']")!.GetAttribute("href")!));
        using var answer = await browser.SendAsync(request);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"audit.{format}", answer.Content.Headers.ContentDisposition!.FileName);
        var line = Assert.Single((await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(format == "csv" ? 1 : 0));
        Assert.Contains("Hpa-an", line, StringComparison.Ordinal);
        Assert.Contains("Audit exported", (await browser.OpenAsync("/admin/audit?event=audit_exported")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.OpenAsync("/admin/audit?handler=export&format=pdf")).Status);
    }

    [Fact]
    public async Task The_next_key_is_called_for_by_a_super_administrator_who_has_just_signed_in()
    {
        await using var provider = await Provider.StartAsync();
        var admin = await provider.SignInAsRoleAsync("admin");
        var seen = await admin.OpenAsync("/admin/keys");
        Assert.False(seen.Has("a[href='/admin/keys/rotate']"));
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.OpenAsync("/admin/keys/rotate")).Status);

        var browser = await provider.SignInAsRoleAsync("superAdmin");
        var confirm = (await (await browser.OpenAsync("/admin/keys")).ClickAsync("a[href='/admin/keys/rotate']")).ExpectPage();
        provider.Clock.Advance(TimeSpan.FromMinutes(16));
        var held = (await confirm.FormWith("#algorithm").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Forbidden, held.Status);
        await HostedPages.SignInAsync((await held.ClickAsync(".summary a")).ExpectPage());
        var done = (await held.FormWith("#algorithm").SubmitAsync()).ExpectPage();
        Assert.Equal("/admin/keys", done.Path);
        Assert.Contains("The next key signs as soon as", done.Text, StringComparison.Ordinal);
        var states = done.Document.QuerySelectorAll(".list .badge").Select(badge => badge.TextContent).ToList();
        Assert.Equal(2, states.Count(state => state == "Signs now"));
        Assert.Equal(2, states.Count(state => state == "Comes next"));

        await using var other = await Provider.StartAsync();
        var second = await other.SignInAsRoleAsync("superAdmin");
        await (await second.OpenAsync("/admin/keys/rotate")).FormWith("#algorithm").Fill("#algorithm", "RS256").SubmitAsync();
        var partly = (await (await second.OpenAsync("/admin/keys/rotate")).FormWith("#algorithm").SubmitAsync()).ExpectPage();
        Assert.Contains("RS256 was left as it is", partly.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ES256 was left as it is", partly.Text, StringComparison.Ordinal);

        // While one is on its way there is nothing more to call for.
        Assert.Equal(HttpStatusCode.Conflict, (await held.FormWith("#algorithm").SubmitAsync()).ExpectPage().Status);
        var atOnce = (await held.FormWith("#algorithm").Tick("[name=atOnce]", true).SubmitAsync()).ExpectPage();
        Assert.Contains("the old ones are gone", atOnce.Text, StringComparison.Ordinal);
        Assert.Equal(["Signs now", "Signs now"], atOnce.Document.QuerySelectorAll(".list .badge").Select(badge => badge.TextContent));
    }
}
