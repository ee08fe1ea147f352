using System.Net;
using System.Text.RegularExpressions;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin.Registry;

/// <summary>An administrator registers a client, and is told beside the field what is wrong with it.</summary>
public sealed class NewClientTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task Each_template_is_explained_in_a_sentence()
    {
        var page = await (await AdminAsync()).OpenAsync("/admin/clients/new");
        var doors = page.Document.QuerySelectorAll("a.door").ToList();
        Assert.Equal(
            ["Web app", "Single-page app", "Native app", "Machine", "First-party app"], doors.Select(door => door.QuerySelector("strong")!.TextContent));
        Assert.All(doors, door => Assert.EndsWith(".", door.QuerySelector("span")!.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_works_at_once_and_its_secret_is_shown_once()
    {
        var (browser, id) = (await AdminAsync(), RegistrySteps.NewId());
        var connect = await browser.RegisterClientAsync("web", id, form => form.Fill("#clientName", "Tea & <Sons>"));
        Assert.Contains("Tea & <Sons> is registered", connect.Text, StringComparison.Ordinal);
        Assert.Equal(id, connect.Document.QuerySelector("#client-id")!.TextContent);
        Assert.Equal(_provider.Issuer, connect.Document.QuerySelector("#issuer")!.TextContent);

        var answer = await _provider.Http.PostAsync("/connect/introspect", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = id,
            ["client_secret"] = connect.ShownSecret(),
            ["token"] = "nothing",
        }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        foreach (var page in new[] { "connect", "client" })
            Assert.False((await browser.OpenClientAsync(page, id)).Has(".snippet.once"));
        Assert.DoesNotContain(connect.ShownSecret(), (await browser.OpenClientAsync("client", id)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_shown_beside_its_own_client_and_no_other()
    {
        var (browser, id) = (await AdminAsync(), RegistrySteps.NewId());
        await browser.RegisterClientAsync("web", id + "-other");
        var page = await browser.OpenAsync("/admin/clients/new?template=web");
        var created = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, page.FormWith("#clientId").Action)
        {
            Content = new FormUrlEncodedContent(page.FormWith("#clientId").Fill("#clientId", id).Fill("#redirectUris", RegistrySteps.SomeRedirectUri).Fields),
        });
        Assert.Equal(HttpStatusCode.SeeOther, created.StatusCode);
        Assert.False((await browser.OpenClientAsync("client", id + "-other")).Has(".snippet.once"));
        Assert.True((await browser.OpenClientAsync("connect", id)).Has(".snippet.once"));
    }

    [Fact]
    public async Task A_secret_that_was_not_looked_at_is_not_shown_to_who_signs_in_next_at_this_browser()
    {
        var (browser, id) = (await AdminAsync(), RegistrySteps.NewId());
        var form = (await browser.OpenAsync("/admin/clients/new?template=web")).FormWith("#clientId").Fill("#clientId", id).Fill("#redirectUris", RegistrySteps.SomeRedirectUri);
        using (var created = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, form.Action) { Content = new FormUrlEncodedContent(form.Fields) }))
            Assert.Equal(HttpStatusCode.SeeOther, created.StatusCode);

        await HostedPages.ConfirmLogoutAsync(await browser.OpenAsync(HostedPages.LogoutPath));
        browser.UsedBy(await _provider.AddStaffAsync("admin"));
        var connect = (await HostedPages.SignInAsync(await browser.OpenAsync($"/admin/clients/connect?id={id}"))).ExpectPage();
        Assert.Equal("/admin/clients/connect", connect.Path);
        Assert.False(connect.Has(".snippet.once"));
        Assert.False((await browser.OpenClientAsync("client", id)).Has(".snippet.once"));
    }

    [Theory]
    [InlineData("/callback", "is not an absolute URI")]
    [InlineData("callback", "is not an absolute URI")]
    [InlineData("https://*.example/callback", "has a wildcard")]
    [InlineData("https://app.example/callback#top", "has a fragment")]
    [InlineData("javascript:alert(1)//x", "a browser would run")]
    [InlineData("http://public.example/callback", "it must be https")]
    [InlineData("https://user@app.example/callback", "has a user name")]
    [InlineData("https:///callback", "is not an absolute URI")]
    [InlineData("com.example.app:/callback", "is for the application_type native")]
    public async Task A_bad_redirect_URI_is_explained_beside_the_field_and_nothing_is_lost(string uri, string explanation)
    {
        var browser = await AdminAsync();
        var form = (await browser.OpenAsync("/admin/clients/new?template=web")).FormWith("#clientId")
            .Fill("#clientName", "A name that stays").Fill("#redirectUris", $"https://good.example/callback\n{uri}")
            .Fill("#postLogoutRedirectUris", "https://good.example/out").Tick("[value=phone]", true).Tick("[value=email]", false);
        var id = form.Fields.Single(field => field.Key == "clientId").Value;
        var page = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        var error = Assert.Single(page.ErrorsBeside("redirectUris"));
        Assert.Contains($"\"{uri}\"", error, StringComparison.Ordinal);
        Assert.Contains(explanation, error, StringComparison.Ordinal);
        Assert.Equal("A name that stays", page.ValueOf("clientName"));
        Assert.Equal(id, page.ValueOf("clientId"));
        Assert.Equal($"https://good.example/callback\n{uri}", page.ValueOf("redirectUris").ReplaceLineEndings("\n"));
        Assert.Equal("https://good.example/out", page.ValueOf("postLogoutRedirectUris"));
        Assert.True(page.Has("[value=phone][checked]") && !page.Has("[value=email][checked]"));

        // Put right, it is registered.
        var done = (await page.FormWith("#clientId").Fill("#redirectUris", "https://good.example/callback").SubmitAsync()).ExpectPage();
        Assert.Equal("/admin/clients/connect", done.Path);
    }

    [Theory]
    [InlineData("", "Identifier: must be 1 to 200")]
    [InlineData("with space", "Identifier: must be 1 to 200")]
    [InlineData("../other", "Identifier: must not have . or ..")]
    [InlineData("web", "The configured files (Clients:Files) have an entry of this name")]
    [InlineData("https://orders.example", "an API resource has this name")]
    public async Task An_identifier_that_can_t_be_is_explained(string id, string explanation)
    {
        var page = (await AdminAsync()).OpenAsync("/admin/clients/new?template=web");
        var refused = (await (await page).FormWith("#clientId").Fill("#clientId", id).Fill("#redirectUris", RegistrySteps.SomeRedirectUri).SubmitAsync()).ExpectPage();
        Assert.Matches("/admin/clients/new$", refused.Path);
        Assert.Contains(explanation, refused.Document.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(id, refused.ValueOf("clientId"));
    }

    [Fact]
    public async Task Of_two_who_take_one_name_at_once_the_second_is_told()
    {
        var (one, other, id) = (await AdminAsync(), await AdminAsync(), RegistrySteps.NewId());
        await one.RegisterClientAsync("spa", id);
        var page = await other.OpenAsync("/admin/clients/new?template=spa");
        var refused = (await page.FormWith("#clientId").Fill("#clientId", id).Fill("#redirectUris", RegistrySteps.SomeRedirectUri).SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("Another client has this name", Assert.Single(refused.ErrorsBeside("clientId")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web", "openid-client|ASP.NET Core|mod_auth_openidc")]
    [InlineData("spa", "oidc-client-ts")]
    [InlineData("native", "AppAuth for Android|AppAuth for iOS and macOS")]
    [InlineData("machine", "curl|openid-client|HttpClient")]
    [InlineData("first-party", "phone_password|phone_otp")]
    public async Task What_fits_it_is_shown_with_its_own_values(string template, string libraries)
    {
        var (browser, id) = (await AdminAsync(), RegistrySteps.NewId());
        var page = await browser.RegisterClientAsync(template, id);
        Assert.Equal(libraries.Split('|'), page.Document.QuerySelectorAll(".guide h2").Select(heading => heading.TextContent));
        Assert.Equal(template is "web" or "machine", page.Has(".snippet.once"));
        foreach (var code in page.Document.QuerySelectorAll(".guide code"))
        {
            Assert.Contains(id, code.TextContent, StringComparison.Ordinal);
            Assert.Contains(_provider.Issuer, code.TextContent, StringComparison.Ordinal);
            Assert.DoesNotMatch(new Regex("\\{\\{|\\}\\}\\}", RegexOptions.None, TimeSpan.FromSeconds(1)), code.TextContent);
            if (template is "web" or "machine")
                Assert.DoesNotContain(page.ShownSecret(), code.TextContent, StringComparison.Ordinal);
        }

        // Every address that is shown is one that the discovery document names.
        var discovery = await _provider.Http.GetStringAsync("/.well-known/openid-configuration");
        var endpoints = page.Document.QuerySelectorAll("section:last-of-type .addresses dd.code").Select(item => item.TextContent).ToList();
        Assert.Equal(7, endpoints.Count);
        Assert.All(endpoints, endpoint => Assert.Contains($"\"{endpoint}\"", discovery, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Code_for_an_app_that_comes_back_to_its_home_page_says_which_address_to_add()
    {
        var (browser, id) = (await AdminAsync(), RegistrySteps.NewId());
        var page = await browser.RegisterClientAsync("web", id, form => form
            .Fill("#redirectUris", "https://shop.example/").Fill("#postLogoutRedirectUris", "https://shop.example"));
        var (dotNet, apache) = (CodeFor(page, "ASP.NET Core"), CodeFor(page, "mod_auth_openidc"));
        Assert.Contains("// Add https://shop.example/signin-oidc to the redirect URIs", dotNet, StringComparison.Ordinal);
        Assert.Contains("// Add https://shop.example/signout-callback-oidc to the addresses", dotNet, StringComparison.Ordinal);
        Assert.DoesNotContain("CallbackPath", dotNet, StringComparison.Ordinal);
        Assert.Contains("OIDCRedirectURI \"https://shop.example/callback\"", apache, StringComparison.Ordinal);

        // With one beside it, that one is taken.
        await (await browser.OpenClientAsync("edit", id)).FormWith("#clientName").Fill("#redirectUris", "https://shop.example/\nhttps://shop.example/back").SubmitAsync();
        page = await browser.OpenClientAsync("connect", id);
        Assert.Contains("options.CallbackPath = \"/back\";", CodeFor(page, "ASP.NET Core"), StringComparison.Ordinal);
        Assert.Contains("OIDCRedirectURI \"https://shop.example/back\"", CodeFor(page, "mod_auth_openidc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_registers_a_machine_without_scopes_is_told_that_it_gets_no_token()
    {
        var browser = await AdminAsync();
        var bare = await browser.RegisterClientAsync("machine", RegistrySteps.NewId());
        Assert.Contains("The client has no scope yet", bare.Text, StringComparison.Ordinal);
        var able = await browser.RegisterClientAsync("machine", RegistrySteps.NewId(), form => form.Tick("[value='orders.read']", true));
        Assert.DoesNotContain("The client has no scope yet", able.Text, StringComparison.Ordinal);
    }

    private static string CodeFor(Page page, string library) =>
        page.Document.QuerySelectorAll(".guide").Single(guide => guide.QuerySelector("h2")!.TextContent == library).QuerySelector("code")!.TextContent;

    private Task<UserAgent> AdminAsync() => _provider.SignInAsRoleAsync("admin");
}
