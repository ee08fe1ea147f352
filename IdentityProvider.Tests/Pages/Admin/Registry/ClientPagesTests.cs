using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages.Admin.Registry;

/// <summary>What administrators see and do with clients that are there.</summary>
public sealed class ClientPagesTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task A_client_is_found_by_its_name_its_identifier_and_its_addresses()
    {
        var (browser, id) = (await AdminAsync(), RegistrySteps.NewId());
        await browser.RegisterClientAsync("spa", id, form => form.Fill("#clientName", $"Shop {id[^6..]}").Fill("#redirectUris", $"https://{id}.example/cb"));
        foreach (var search in new[] { $"shop {id[^6..]}", id, $"https://{id}.example" })
            Assert.Equal([id], await IdsAsync(browser, $"search={Uri.EscapeDataString(search)}"));
        foreach (var (filter, finds) in new[]
        {
            ("kind=spa", true), ("kind=web", false), ("enabled=true", true), ("enabled=false", false), ("source=database", true), ("source=file", false), ("kind=x&enabled=x&source=x", true),
        })
            Assert.Equal(finds ? [id] : [], await IdsAsync(browser, $"search={id}&{filter}"));
        Assert.Contains(TestClients.Disabled, await IdsAsync(browser, "enabled=false"));
        Assert.Contains("No client fits that", (await browser.OpenAsync("/admin/clients?search=no-such")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_of_a_file_is_shown_and_changed_there_alone()
    {
        var browser = await _provider.SignInAsRoleAsync("superAdmin");
        var row = (await browser.OpenAsync($"/admin/clients?search={TestClients.ConsentWeb}")).Document.QuerySelector("tbody tr")!;
        Assert.Contains("From a file", row.TextContent, StringComparison.Ordinal);
        var page = await browser.OpenClientAsync("client", TestClients.ConsentWeb);
        Assert.Contains("comes from a file", page.Text, StringComparison.Ordinal);
        Assert.Equal(["Connect", "Audit log"], page.Document.QuerySelectorAll(".content .button").Select(button => button.TextContent));
        foreach (var change in new[] { "edit", "secret", "disable", "delete" })
            Assert.Equal(HttpStatusCode.Conflict, (await browser.OpenClientAsync(change, TestClients.ConsentWeb)).Status);
        Assert.Contains("add it there", (await browser.OpenClientAsync("try", TestClients.ConsentWeb)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenClientAsync("connect", TestClients.ConsentWeb)).Status);
    }

    [Fact]
    public async Task Its_identifier_may_have_any_character()
    {
        var page = await (await AdminAsync()).OpenAsync($"/admin/clients?search={Uri.EscapeDataString(TestClients.ReservedCharacters)}");
        var client = (await page.ClickAsync("a.row")).ExpectPage();
        Assert.Contains(TestClients.ReservedCharacters, client.Document.QuerySelector("dd.code")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(TestClients.ReservedCharacters, (await client.ClickAsync("a.button")).ExpectPage().Document.QuerySelector("#client-id")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user", "")]
    [InlineData("admin", "client connect edit secret disable try")]
    [InlineData("superAdmin", "client connect edit secret disable try delete")]
    public async Task Each_role_opens_what_is_for_it(string role, string pages)
    {
        var id = RegistrySteps.NewId();
        await (await AdminAsync()).RegisterClientAsync("web", id);
        var browser = await _provider.SignInAsRoleAsync(role);
        foreach (var page in "client connect edit secret disable try delete".Split(' '))
        {
            var expected = pages.Split(' ').Contains(page) ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
            Assert.True((await browser.OpenClientAsync(page, id)).Status == expected, $"{role} at {page}");
        }

        if (role == "user")
            return;
        var buttons = (await browser.OpenClientAsync("client", id)).Document.QuerySelectorAll(".danger-zone .button").Select(button => button.TextContent);
        Assert.Equal(role == "superAdmin" ? ["Disable…", "Delete…"] : ["Disable…"], buttons);
    }

    [Fact]
    public async Task Who_may_only_look_is_not_offered_to_run_the_flow()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Permissions:ChangeConfiguration", "superAdmin"));
        var (looks, changes) = (await provider.SignInAsRoleAsync("admin"), await provider.SignInAsRoleAsync("superAdmin"));
        Assert.False((await looks.OpenClientAsync("connect", TestClients.Web)).Has("a[href*='/try']"));
        Assert.Equal(HttpStatusCode.Forbidden, (await looks.OpenClientAsync("try", TestClients.Web)).Status);
        Assert.True((await changes.OpenClientAsync("connect", TestClients.Web)).Has("a[href*='/try']"));
    }

    [Fact]
    public async Task Who_may_not_delete_does_not_by_the_address_either()
    {
        var (browser, id) = (await AdminAsync(), RegistrySteps.NewId());
        await browser.RegisterClientAsync("web", id);
        var token = (await browser.OpenClientAsync("disable", id)).FormWith(".content form").Fields;
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(_provider.Address($"/admin/clients/delete?id={id}"), token)).ExpectPage().Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenClientAsync("client", id)).Status);
    }

    [Fact]
    public async Task Nobody_finds_a_client_that_is_not_there()
    {
        var browser = await _provider.SignInAsRoleAsync("superAdmin");
        foreach (var page in "client connect edit secret disable try delete".Split(' '))
            Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenClientAsync(page, "no-such-client")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync("/admin/clients/client")).Status);
    }

    [Fact]
    public async Task A_disabled_client_is_refused_until_it_is_enabled_again()
    {
        var (browser, id) = (await AdminAsync(), RegistrySteps.NewId());
        await browser.RegisterClientAsync("spa", id);
        Assert.True(await IsKnownAsync(id));
        var page = (await (await browser.OpenClientAsync("disable", id)).FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Contains("Disabled", page.Document.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.False(await IsKnownAsync(id));
        page = (await page.FormWith(".danger-zone form").SubmitAsync()).ExpectPage();
        Assert.Contains("The client is enabled again.", page.Text, StringComparison.Ordinal);
        Assert.True(await IsKnownAsync(id));
    }

    [Fact]
    public async Task A_deleted_client_is_gone_and_the_page_said_what_ends()
    {
        var (browser, id) = (await _provider.SignInAsRoleAsync("superAdmin"), RegistrySteps.NewId());
        await browser.RegisterClientAsync("spa", id);
        var page = await browser.OpenClientAsync("delete", id);
        var losses = page.Document.QuerySelector(".losses")!.TextContent;
        Assert.Contains("refresh tokens", losses, StringComparison.Ordinal);
        Assert.Contains("consented", losses, StringComparison.Ordinal);
        var list = (await page.FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Equal("/admin/clients", list.Path);
        Assert.Contains($"{id} is deleted.", list.Text, StringComparison.Ordinal);
        Assert.False(await IsKnownAsync(id));
        // Sent twice, it says that there is nothing to delete.
        Assert.Equal(HttpStatusCode.NotFound, (await page.FormWith(".content form").SubmitAsync()).ExpectPage().Status);
    }

    [Fact]
    public async Task Of_two_secrets_both_are_valid_until_the_old_one_ends()
    {
        var (browser, id) = (await AdminAsync(), RegistrySteps.NewId());
        var first = (await browser.RegisterClientAsync("web", id)).ShownSecret();
        var rotated = (await (await browser.OpenClientAsync("secret", id)).FormWith("#overlap").Fill("#overlap", "1").SubmitAsync()).ExpectPage();
        var second = rotated.ShownSecret();
        Assert.Equal(2, rotated.Document.QuerySelectorAll(".secrets li").Length);
        Assert.Equal((true, true), (await OpensAsync(id, first), await OpensAsync(id, second)));
        _provider.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal((false, true), (await OpensAsync(id, first), await OpensAsync(id, second)));

        // One that has leaked ends at once.
        await HostedPages.SignInAsync(await browser.OpenClientAsync("secret", id));
        var third = (await (await browser.OpenClientAsync("secret", id)).FormWith("#overlap").Fill("#overlap", "0").SubmitAsync()).ExpectPage().ShownSecret();
        Assert.Equal((false, true), (await OpensAsync(id, second), await OpensAsync(id, third)));
    }

    [Fact]
    public async Task Before_a_second_rotation_the_page_names_the_secret_that_ends_now()
    {
        var (browser, id) = (await AdminAsync(), RegistrySteps.NewId());
        await browser.RegisterClientAsync("web", id);
        var page = await browser.OpenClientAsync("secret", id);
        Assert.False(page.Has(".content form .notice"));
        await page.FormWith("#overlap").Fill("#overlap", "24").SubmitAsync();
        _provider.Clock.Advance(TimeSpan.FromMinutes(5));
        page = await browser.OpenClientAsync("secret", id);
        var made = page.Document.QuerySelectorAll(".secrets li").Select(secret => secret.QuerySelector("time")!.TextContent).ToList();
        Assert.Equal(
            $"The secret made on {made[1]} ends now, at once. Where it is still in use, take over the one made on {made[0]} first.",
            page.Document.QuerySelector(".content form .notice")!.TextContent);

        // One that has ended by itself is no loss.
        _provider.Clock.Advance(TimeSpan.FromHours(25));
        Assert.False((await HostedPages.SignInAsync(await browser.OpenClientAsync("secret", id))).ExpectPage().Has(".content form .notice"));
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("secret")]
    [InlineData("disable")]
    [InlineData("delete")]
    public async Task What_can_do_harm_wants_a_fresh_sign_in(string page)
    {
        var (browser, id) = (await _provider.SignInAsRoleAsync("superAdmin"), RegistrySteps.NewId());
        await browser.RegisterClientAsync("web", id);
        var form = (await browser.OpenClientAsync(page, id)).FormWith(".content form");
        _provider.Clock.Advance(TimeSpan.FromMinutes(16));
        var held = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Forbidden, held.Status);
        Assert.False(held.Has(".snippet.once"));
        Assert.True(await OpensOrIsKnownAsync(browser, id));
        await HostedPages.SignInAsync((await held.ClickAsync(".summary a")).ExpectPage());
        Assert.Equal(HttpStatusCode.OK, (await held.FormWith(".content form").SubmitAsync()).ExpectPage().Status);
    }

    private static async Task<bool> OpensOrIsKnownAsync(UserAgent browser, string id) =>
        (await browser.OpenClientAsync("client", id)).Document.QuerySelector("h1")!.TextContent.Contains("Enabled", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<string>> IdsAsync(UserAgent browser, string query) =>
        [.. (await browser.OpenAsync("/admin/clients?" + query)).Document.QuerySelectorAll("tbody .what.code").Select(item => item.TextContent)];

    private async Task<bool> IsKnownAsync(string id)
    {
        var page = await _provider.NewBrowser().GoAsync(
            $"/connect/authorize?client_id={id}&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(RegistrySteps.SomeRedirectUri)}&code_challenge={new string('a', 43)}&code_challenge_method=S256");
        return page.ExpectPage().Path == HostedPages.LoginPath;
    }

    private async Task<bool> OpensAsync(string id, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["client_id"] = id, ["client_secret"] = secret, ["token"] = "nothing" });
        return (await _provider.Http.PostAsync("/connect/introspect", form)).StatusCode == HttpStatusCode.OK;
    }

    private Task<UserAgent> AdminAsync() => _provider.SignInAsRoleAsync("admin");
}
