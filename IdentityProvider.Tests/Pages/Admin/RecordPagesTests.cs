using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Administration.Registry;
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
        foreach (var wrong in new[] { "from=yesterday", "targetType=planet", "user=anna", "event=%00", "actor=%00", "user=%00" })
        {
            var refused = await browser.OpenAsync("/admin/audit?" + wrong);
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            var export = (await refused.FormWith("button[name=format]").SubmitAsync()).ExpectPage();
            Assert.Equal((HttpStatusCode.BadRequest, refused.Document.QuerySelector(".summary")!.TextContent), (export.Status, export.Document.QuerySelector(".summary")!.TextContent));
        }
    }

    [Fact]
    public async Task People_are_found_in_it_by_number_and_address()
    {
        var (browser, subject) = (await _provider.SignInAsRoleAsync("admin"), await _provider.AddStaffAsync("user"));
        await (await browser.OpenAsync($"/admin/users/{subject.UserId}/edit")).FormWith("#city").Fill("#city", "Mandalay").SubmitAsync();
        foreach (var (field, typed) in new[] { ("#target", subject.Phone), ("#target", subject.Email), ("#actor", browser.Person!.Phone), ("#user", subject.Phone.Insert(3, " ")) })
        {
            var form = (await browser.OpenAsync("/admin/audit?event=profile_changed")).FormWith("#event").Fill(field, typed);
            var row = Assert.Single((await form.SubmitAsync()).ExpectPage().Document.QuerySelectorAll(".list tbody tr"));
            Assert.Contains(subject.FullName, row.TextContent, StringComparison.Ordinal);
        }

        Assert.Contains("Nothing fits that.", (await browser.OpenAsync($"/admin/audit?actor={Uri.EscapeDataString(subject.Phone)}")).Text, StringComparison.Ordinal);
        var unknown = await browser.OpenAsync($"/admin/audit?user={Uri.EscapeDataString(Person.New().Phone)}");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Contains("no account has it.", unknown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_an_event_concerns_is_seen_beside_who_did_it_and_to_what()
    {
        var (admin, browser) = (await _provider.SignInAsRoleAsync("admin"), await _provider.NewPersonAtBrowserAsync());
        var (person, rp) = (browser.Person!, _provider.RelyingParty(TestClients.ConsentWeb));
        var signedIn = await rp.SignInAsync(browser, rp.Request("openid offline_access"));
        await rp.RefreshAsync(signedIn.Tokens.RefreshToken!);
        _provider.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("invalid_grant", (await rp.RefreshAsync(signedIn.Tokens.RefreshToken!)).Error);

        // From the account to what it has to do with, and from the client too.
        var account = await admin.OpenAsync($"/admin/users/{person.UserId}");
        var log = (await account.ClickAsync("a[href^='/admin/audit?']")).ExpectPage();
        Assert.Equal(person.UserId, log.FormWith("#user").Fields.Single(field => field.Key == "user").Value);
        var rows = log.Document.QuerySelectorAll(".list tbody tr").ToDictionary(row => row.QuerySelector("strong")!.TextContent);
        var (reused, given) = (rows["Refresh token reused"], rows["Consent given"]);
        Assert.Contains("concerning", reused.QuerySelector("[data-label='To what']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/admin/users/{person.UserId}", reused.QuerySelector("[data-label='To what'] a[href*=users]")!.GetAttribute("href"));
        Assert.Equal(person.FullName, given.QuerySelector("[data-label=Who]")!.TextContent.Trim());
        Assert.DoesNotContain("concerning", given.TextContent, StringComparison.Ordinal);
        Assert.Matches(@"\d\d:\d\d:\d\d UTC", given.QuerySelector("time")!.TextContent);

        var client = await admin.OpenAsync($"/admin/clients/client?id={TestClients.ConsentWeb}");
        Assert.Contains("Refresh token reused", (await client.ClickAsync("a[href^='/admin/audit?']")).ExpectPage().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_changed_is_a_click_away_and_only_what_can_happen_is_offered()
    {
        var browser = await _provider.SignInAsRoleAsync("superAdmin");
        var name = Registrar.NewName("scope");
        (await (await Registrar.OfRoleAsync(_provider, "admin")).PostAsync("/api/scopes", new JsonObject { ["name"] = name })).Expect(HttpStatusCode.Created);
        var page = await browser.OpenAsync($"/admin/audit?target={name}");
        Assert.Equal($"/admin/scopes/edit?id={name}", page.Document.QuerySelector("[data-label='To what'] a")!.GetAttribute("href"));
        var offered = page.Document.QuerySelectorAll("#events option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("audit_cut", offered);
        Assert.Contains("refresh_token_reused", offered);
        Assert.Empty(offered.Intersect(["consent_denied", "tokens_issued", "client_authentication_failed"]));
    }

    [Theory]
    [InlineData("csv", "text/csv")]
    [InlineData("jsonl", "application/jsonl")]
    public async Task What_the_filters_let_through_is_taken_along(string format, string mediaType)
    {
        var (browser, subject) = (await _provider.SignInAsRoleAsync("admin"), await _provider.AddStaffAsync("user"));
        await (await browser.OpenAsync($"/admin/users/{subject.UserId}/edit")).FormWith("#city").Fill("#city", "Hpa-an").SubmitAsync();
        var page = await browser.OpenAsync($"/admin/audit?target={subject.UserId}&event=profile_changed");
        var form = page.FormWith("button[name=format]");
        using var request = new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = new FormUrlEncodedContent(form.Fields.Append(new("format", format))) };
        using var answer = await browser.SendAsync(request);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"audit.{format}", answer.Content.Headers.ContentDisposition!.FileName);
        var line = Assert.Single((await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(format == "csv" ? 1 : 0));
        Assert.Contains("Hpa-an", line, StringComparison.Ordinal);
        Assert.Contains("Audit exported", (await browser.OpenAsync("/admin/audit?event=audit_exported")).Text, StringComparison.Ordinal);
        var another = (await browser.PostAsync(form.Action, form.Fields.Append(new("format", "pdf")))).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, another.Status);
        var forged = (await browser.PostAsync(form.Action, [new("format", format)])).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
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
