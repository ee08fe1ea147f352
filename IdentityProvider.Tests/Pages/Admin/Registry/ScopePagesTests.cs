using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages.Admin.Registry;

/// <summary>Administrators register scopes and APIs, change them, and delete those that nobody needs.</summary>
public sealed class ScopePagesTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task A_scope_is_registered_changed_and_found()
    {
        var (browser, name) = (await AdminAsync(), NewScope());
        var list = await AddScopeAsync(browser, name);
        Assert.Contains($"The scope {name} is registered.", list.Text, StringComparison.Ordinal);
        Assert.Contains(name, await _provider.Http.GetStringAsync("/.well-known/openid-configuration"), StringComparison.Ordinal);

        var edit = (await (await browser.OpenAsync($"/admin/scopes?search={name}")).ClickAsync("a.row")).ExpectPage();
        Assert.Equal("Read it", edit.ValueOf("displayName"));
        var saved = (await edit.FormWith("#displayName").Fill("#displayName", "See it").Fill("#description", "All of it.").SubmitAsync()).ExpectPage();
        Assert.Contains("The scope is saved.", saved.Text, StringComparison.Ordinal);
        Assert.Equal(("See it", "All of it."), (saved.ValueOf("displayName"), saved.ValueOf("description")));
        Assert.Contains("All of it.", (await browser.OpenAsync($"/admin/scopes?search={name}")).Text, StringComparison.Ordinal);
        Assert.Contains("No scope fits that", (await browser.OpenAsync("/admin/scopes?search=no-such")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The name must be 1 to 200")]
    [InlineData("with space", "The name must be 1 to 200")]
    [InlineData("openid", "is a scope of OpenID Connect")]
    [InlineData("users", "A scope of the provider itself has this name")]
    [InlineData("orders.read", "The configured files (Clients:Files) have an entry of this name")]
    public async Task A_name_that_can_t_be_is_explained_and_nothing_is_lost(string name, string explanation)
    {
        var page = await (await AdminAsync()).OpenAsync("/admin/scopes/new");
        var refused = (await page.FormWith("#name").Fill("#name", name).Fill("#displayName", "Stays").SubmitAsync()).ExpectPage();
        Assert.Contains(explanation, refused.Document.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((name, "Stays"), (refused.ValueOf("name"), refused.ValueOf("displayName")));
    }

    [Fact]
    public async Task The_second_of_two_sees_what_the_first_saved()
    {
        var (one, other, name) = (await AdminAsync(), await AdminAsync(), NewScope());
        await AddScopeAsync(one, name);
        var address = $"/admin/scopes/edit?id={name}";
        var (first, second) = (await one.OpenAsync(address), await other.OpenAsync(address));
        await first.FormWith("#displayName").Fill("#displayName", "First").SubmitAsync();
        var conflict = (await second.FormWith("#displayName").Fill("#displayName", "Second").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.PreconditionFailed, conflict.Status);
        Assert.EndsWith("First", conflict.Document.QuerySelector("#displayName-now")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Second", (await conflict.FormWith("#displayName").SubmitAsync()).ExpectPage().ValueOf("displayName"));
    }

    [Fact]
    public async Task A_scope_in_use_is_kept_and_who_uses_it_is_named()
    {
        var (browser, name) = (await _provider.SignInAsRoleAsync("superAdmin"), NewScope());
        await AddScopeAsync(browser, name);
        await browser.RegisterClientAsync("machine", name + "-client", form => form.Tick($"[value='{name}']", true));
        await AddApiAsync(browser, name + "-api", name);
        var page = await browser.OpenAsync($"/admin/scopes/delete?id={name}");
        var refused = (await page.FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains($"the client {name}-client, the API resource {name}-api", refused.Document.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);

        foreach (var (what, id) in new[] { ("clients", name + "-client"), ("resources", name + "-api") })
            await (await browser.OpenAsync($"/admin/{what}/delete?id={id}")).FormWith(".content form").SubmitAsync();
        var gone = (await refused.FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Equal("/admin/scopes", gone.Path);
        Assert.Contains($"The scope {name} is deleted.", gone.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_asks_what_a_token_means_with_the_secret_that_was_shown_once()
    {
        var (browser, name) = (await _provider.SignInAsRoleAsync("superAdmin"), NewScope());
        await AddScopeAsync(browser, name);
        var api = $"https://{name}.example/v1";
        var page = await AddApiAsync(browser, api, name);
        Assert.Contains("There is none.", page.Text, StringComparison.Ordinal);
        var rotated = (await (await browser.OpenAsync($"/admin/resources/secret?id={Uri.EscapeDataString(api)}")).FormWith(".content form").SubmitAsync()).ExpectPage();
        var secret = rotated.ShownSecret();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(api, secret));
        Assert.False((await browser.GoAsync(rotated.Address)).ExpectPage().Has(".snippet.once"));

        var gone = (await (await browser.OpenAsync($"/admin/resources/delete?id={Uri.EscapeDataString(api)}")).FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Equal("/admin/resources", gone.Path);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(api, secret));
    }

    [Fact]
    public async Task An_API_is_changed_and_the_second_of_two_sees_what_the_first_ticked()
    {
        var (one, other, name) = (await AdminAsync(), await AdminAsync(), NewScope());
        await AddScopeAsync(one, name);
        await AddScopeAsync(one, name + "-all");
        await AddApiAsync(one, name + "-api", name + "-all");
        var address = $"/admin/resources/edit?id={name}-api";
        var (first, second) = (await one.OpenAsync(address), await other.OpenAsync(address));
        await first.FormWith("#displayName").Tick($"[value='{name}']", true).SubmitAsync();
        var conflict = (await second.FormWith("#displayName").Fill("#displayName", "Second").SubmitAsync()).ExpectPage();
        Assert.Contains(name, conflict.Document.QuerySelector("#scopes .field-now")!.TextContent, StringComparison.Ordinal);
        var saved = (await conflict.FormWith("#displayName").Tick($"[value='{name}']", true).SubmitAsync()).ExpectPage();
        Assert.Contains("Second", saved.Document.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(new[] { name + "-all", name }.ToHashSet(), saved.Document.QuerySelectorAll(".badge.long").Select(badge => badge.TextContent).ToHashSet());
    }

    [Theory]
    [InlineData("user", "")]
    [InlineData("admin", "scopes/edit resources/resource resources/edit resources/secret")]
    [InlineData("superAdmin", "scopes/edit resources/resource resources/edit resources/secret scopes/delete resources/delete")]
    public async Task Each_role_opens_what_is_for_it(string role, string pages)
    {
        var (admin, name) = (await AdminAsync(), NewScope());
        await AddScopeAsync(admin, name);
        await AddApiAsync(admin, name, name);
        var browser = await _provider.SignInAsRoleAsync(role);
        foreach (var page in "scopes/edit resources/resource resources/edit resources/secret scopes/delete resources/delete".Split(' '))
        {
            var expected = pages.Split(' ').Contains(page) ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
            Assert.True((await browser.OpenAsync($"/admin/{page}?id={name}")).Status == expected, $"{role} at {page}");
        }
    }

    [Fact]
    public async Task What_a_file_has_and_what_is_built_in_is_changed_by_nobody()
    {
        var browser = await _provider.SignInAsRoleAsync("superAdmin");
        var api = Uri.EscapeDataString(TestClients.OrdersApi);
        foreach (var address in new[]
        {
            "scopes/edit?id=orders.read", "scopes/delete?id=orders.read", "scopes/edit?id=users", "scopes/delete?id=users",
            $"resources/edit?id={api}", $"resources/secret?id={api}", $"resources/delete?id={api}",
        })
            Assert.Equal(HttpStatusCode.Conflict, (await browser.OpenAsync("/admin/" + address)).Status);
        Assert.False((await browser.OpenAsync("/admin/scopes?search=orders.read")).Has("a.row"));
        Assert.Contains("comes from a file", (await browser.OpenAsync($"/admin/resources/resource?id={api}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_and_apps_go_by_is_changed_with_a_fresh_sign_in()
    {
        var (browser, name) = (await AdminAsync(), NewScope());
        await AddScopeAsync(browser, name);
        await AddApiAsync(browser, name + "-api", name);
        string[] addresses = [$"/admin/scopes/edit?id={name}", $"/admin/resources/edit?id={name}-api", "/admin/resources/new"];
        var forms = new List<PageForm>();
        foreach (var address in addresses)
            forms.Add((await browser.OpenAsync(address)).FormWith("#displayName").Fill("#displayName", "Typed long ago"));
        _provider.Clock.Advance(TimeSpan.FromMinutes(16));
        foreach (var form in forms)
        {
            var held = (await form.SubmitAsync()).ExpectPage();
            Assert.Equal(HttpStatusCode.Forbidden, held.Status);
            Assert.Equal("Typed long ago", held.ValueOf("displayName"));
        }

        foreach (var address in addresses)
            Assert.Equal(HostedPages.LoginPath, (await browser.OpenAsync(address)).Path);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/admin/scopes/new")).Status);
    }

    [Fact]
    public async Task An_API_is_offered_no_scope_of_an_API_of_a_file()
    {
        var (browser, name) = (await AdminAsync(), NewScope());
        await AddScopeAsync(browser, name);
        var offered = (await browser.OpenAsync("/admin/resources/new")).Document.QuerySelectorAll("[name=scopes]").Select(box => box.GetAttribute("value")).ToList();
        Assert.Contains(name, offered);
        Assert.Empty(offered.Intersect(["orders.read", "orders.write", "stock.read", "users", "clients", "account"]));
    }

    private static string NewScope() => "s" + NewId.Create().ToString("N");

    private static async Task<Page> AddScopeAsync(UserAgent browser, string name) => (await (await browser.OpenAsync("/admin/scopes/new"))
        .FormWith("#name").Fill("#name", name).Fill("#displayName", "Read it").SubmitAsync()).ExpectPage();

    private static async Task<Page> AddApiAsync(UserAgent browser, string name, string scope) => (await (await browser.OpenAsync("/admin/resources/new"))
        .FormWith("#name").Fill("#name", name).Tick($"[value='{scope}']", true).SubmitAsync()).ExpectPage();

    private async Task<HttpStatusCode> AskAsync(string name, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/introspect")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["client_id"] = name, ["client_secret"] = secret, ["token"] = "nothing" }),
        };
        return (await _provider.Http.SendAsync(request)).StatusCode;
    }

    private Task<UserAgent> AdminAsync() => _provider.SignInAsRoleAsync("admin");
}
