using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages.Admin.Registry;

/// <summary>A client is changed: what is wrong is explained, and what two people change at once is lost by neither.</summary>
public sealed class EditClientTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task Everything_that_was_typed_is_saved_and_shown_again()
    {
        var (browser, id) = await RegisterAsync("web");
        var form = (await browser.OpenClientAsync("edit", id)).FormWith("#clientName")
            .Fill("#clientName", "Renamed").Fill("#redirectUris", "https://a.example/cb\r\n\r\n  https://b.example/cb  \r\nhttps://a.example/cb")
            .Fill("#postLogoutRedirectUris", "https://a.example/out").Fill("#allowedCorsOrigins", "https://c.example")
            .Tick("[value=client_credentials]", true).Tick("[value='orders.read']", true).Tick("[value=offline_access]", false)
            .Fill("#requireConsent", "false").Fill("#tokenEndpointAuthMethod", "client_secret_post").Tick("[name=requirePkce]", false)
            .Fill("#accessTokenFormat", "reference").Fill("#accessTokenLifetime", "600").Fill("#refreshTokenLifetime", "86400").Fill("#defaultMaxAge", "0")
            .Fill("#idTokenSignedResponseAlg", "ES256").Fill("#clientUri", "https://a.example/").Fill("#logoUri", "https://a.example/logo.png")
            .Fill("#policyUri", "https://a.example/privacy").Fill("#tosUri", "https://a.example/terms");
        var done = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal("/admin/clients/client", done.Path);

        var edit = await browser.OpenClientAsync("edit", id);
        Assert.Equal("https://a.example/cb\nhttps://b.example/cb", edit.ValueOf("redirectUris"));
        var sent = form.Fields.Where(field => field.Key is not ("__RequestVerificationToken" or "version" or "redirectUris"));
        var kept = edit.FormWith("#clientName").Fields.Where(field => field.Key is not ("__RequestVerificationToken" or "version" or "redirectUris"));
        Assert.Equal(sent.Select(field => $"{field.Key}={field.Value}"), kept.Select(field => $"{field.Key}={field.Value}"));
    }

    [Fact]
    public async Task Grants_that_exclude_each_other_are_explained_beside_the_field()
    {
        var (browser, id) = await RegisterAsync("web");
        var form = (await browser.OpenClientAsync("edit", id)).FormWith("#clientName")
            .Tick("[value=client_credentials]", true).Tick("[value=phone]", true).Fill("#tokenEndpointAuthMethod", "none").Fill("#clientName", "Stays");
        var page = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("client_credentials is for clients that authenticate", Assert.Single(page.ErrorsBeside("grantTypes")), StringComparison.Ordinal);
        Assert.Equal("Stays", page.ValueOf("clientName"));
        Assert.Equal("none", page.ValueOf("tokenEndpointAuthMethod"));
        Assert.True(page.Has("[value=client_credentials][checked]") && page.Has("[value=phone][checked]"));

        // An account grant is for the house alone; without a sign-in there is nothing to refresh, and no address to come back to.
        page = (await page.FormWith("#clientName").Tick("[name=grantTypes]", false)
            .Tick("[value='urn:identityprovider:grant:phone_password']", true).Fill("#tokenEndpointAuthMethod", "client_secret_basic").SubmitAsync()).ExpectPage();
        Assert.Contains("is for clients with first_party only", Assert.Single(page.ErrorsBeside("grantTypes")), StringComparison.Ordinal);
        Assert.Contains("Only with authorization_code does a browser come back", Assert.Single(page.ErrorsBeside("redirectUris")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accessTokenLifetime", "an hour", "\"an hour\" is not a number of seconds.", "Access tokens live, in seconds: \"an hour\" is not")]
    [InlineData("accessTokenLifetime", "0", "Must be 1 to 86400 seconds.", "Access tokens live, in seconds: must be 1 to 86400 seconds.")]
    [InlineData("refreshTokenLifetime", "-1", "Must be at least 1 second.", "People stay signed in, in seconds: must be at least 1 second.")]
    [InlineData("defaultMaxAge", "99999999999999", "is not a number of seconds.", "Sign in again after, in seconds: \"99999999999999\" is not")]
    [InlineData("redirectUris", "/x", "is not an absolute URI", "Redirect URIs: \"/x\" is not an absolute URI")]
    [InlineData("redirectUris", "", "authorization_code needs at least one", "Redirect URIs: authorization_code needs at least one")]
    [InlineData("postLogoutRedirectUris", "http://public.example/", "it must be https", "After signing out: \"http://public.example/\"")]
    [InlineData("allowedCorsOrigins", "https://a.example/path", "is not an origin", "Further origins: \"https://a.example/path\" is not an origin")]
    [InlineData("logoUri", "javascript:alert(1)", "is not an http or https URI", "Picture: \"javascript:alert(1)\" is not")]
    [InlineData("logoUri", "https://a;form-action@logo.example/", "has a user name", "Picture: \"https://a;form-action@logo.example/\" has a user name")]
    [InlineData("policyUri", "https://bank.example@evil.example/", "has a user name", "Privacy policy: \"https://bank.example@evil.example/\" has a user name")]
    [InlineData("tosUri", "https://a.example\u0001/", "is not an http or https URI", "Terms of service: \"https://a.example")]
    [InlineData("defaultMaxAge", "-1", "Must be 0 to 2147483647 seconds.", "Sign in again after, in seconds: must be 0 to 2147483647 seconds.")]
    public async Task What_is_wrong_stands_beside_the_field_and_with_its_name_above_the_form(string field, string value, string explanation, string line)
    {
        var (browser, id) = await RegisterAsync("web");
        var page = (await (await browser.OpenClientAsync("edit", id)).FormWith("#clientName").Fill($"#{field}", value).SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains(explanation, Assert.Single(page.ErrorsBeside(field)), StringComparison.Ordinal);
        Assert.Equal(value, page.ValueOf(field));
        var above = Assert.Single(page.Document.QuerySelectorAll(".summary li a"));
        Assert.Equal("#" + field, above.GetAttribute("href"));
        Assert.StartsWith(line, above.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_addresses_are_refused_by_the_name_of_their_field()
    {
        var (browser, id) = await RegisterAsync("web");
        var many = string.Join('\n', Enumerable.Range(0, 101).Select(number => $"https://a.example/{number}"));
        var page = (await (await browser.OpenClientAsync("edit", id)).FormWith("#clientName").Fill("#redirectUris", many).SubmitAsync()).ExpectPage();
        Assert.Equal("Redirect URIs: at most 100.", page.Document.QuerySelector(".summary a[href='#redirectUris']")!.TextContent);
    }

    [Fact]
    public async Task What_is_wrong_with_no_field_of_the_page_is_said_without_a_link()
    {
        var browser = await _provider.SignInAsRoleAsync("admin");
        // A machine has no redirect URIs, so its form does not ask for them.
        var form = (await browser.OpenAsync("/admin/clients/new?template=machine")).FormWith("#clientId");
        var fields = form.Fields.Append(new("redirectUris", "https://a.example/cb"));
        var page = (await browser.PostAsync(_provider.Address("/admin/clients/new?template=machine"), fields)).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        var line = Assert.Single(page.Document.QuerySelectorAll(".summary li"));
        Assert.StartsWith("Redirect uris: only with authorization_code", line.TextContent, StringComparison.Ordinal);
        Assert.Null(line.QuerySelector("a"));
    }

    [Fact]
    public async Task The_second_of_two_sees_what_the_first_saved_beside_what_they_typed()
    {
        var (one, id) = await RegisterAsync("web");
        var other = await _provider.SignInAsRoleAsync("admin");
        var (first, second) = (await one.OpenClientAsync("edit", id), await other.OpenClientAsync("edit", id));
        await first.FormWith("#clientName").Fill("#redirectUris", "https://first.example/cb\nhttps://first.example/cb2").Tick("[value=email]", false)
            .Fill("#accessTokenFormat", "reference").SubmitAsync();
        var conflict = (await second.FormWith("#clientName").Fill("#clientName", "Second").Tick("[value=phone]", true).SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.PreconditionFailed, conflict.Status);
        Assert.Contains("This was changed while the form was open", conflict.Text, StringComparison.Ordinal);
        Assert.Equal("Second", conflict.ValueOf("clientName"));
        Assert.Equal(RegistrySteps.SomeRedirectUri, conflict.ValueOf("redirectUris"));
        Assert.EndsWith("https://first.example/cb\nhttps://first.example/cb2", conflict.Document.QuerySelector("#redirectUris-now")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("reference", conflict.Document.QuerySelector("#accessTokenFormat-now")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("openid, profile, offline_access", conflict.Document.QuerySelector("#scopes .field-now")!.TextContent, StringComparison.Ordinal);
        Assert.False(conflict.Has("#postLogoutRedirectUris-now"));
        Assert.True(conflict.Has("[value=phone][checked]") && conflict.Has("[value=email][checked]"));
        Assert.Contains("first.example", (await one.OpenClientAsync("client", id)).Text, StringComparison.Ordinal);

        // Where it leads to start again, the first one's values are.
        Assert.Equal("https://first.example/cb\nhttps://first.example/cb2", (await conflict.ClickAsync(".summary a")).ExpectPage().ValueOf("redirectUris"));
        // Or they decide, having seen it.
        var done = (await conflict.FormWith("#clientName").SubmitAsync()).ExpectPage();
        Assert.Contains("Second", done.Document.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(RegistrySteps.SomeRedirectUri, done.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task A_form_without_its_version_overwrites_nothing(string version)
    {
        var (browser, id) = await RegisterAsync("web");
        var form = (await browser.OpenClientAsync("edit", id)).FormWith("#clientName").Fill("#clientName", "Overwritten").Fill("[name=version]", version);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await form.SubmitAsync()).ExpectPage().Status);
        Assert.DoesNotContain("Overwritten", (await browser.OpenClientAsync("client", id)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_corrected_is_still_for_what_it_was_opened_with()
    {
        var (one, id) = await RegisterAsync("web");
        var other = await _provider.SignInAsRoleAsync("admin");
        var wrong = (await (await one.OpenClientAsync("edit", id)).FormWith("#clientName").Fill("#redirectUris", "/x").SubmitAsync()).ExpectPage();
        await (await other.OpenClientAsync("edit", id)).FormWith("#clientName").Fill("#clientName", "Of the other").SubmitAsync();
        var again = (await wrong.FormWith("#clientName").Fill("#redirectUris", "https://right.example/cb").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.PreconditionFailed, again.Status);
        Assert.Contains("Of the other", again.Document.QuerySelector("#clientName-now")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("https://right.example/cb", again.ValueOf("redirectUris"));
    }

    [Fact]
    public async Task A_form_left_open_until_the_session_is_over_is_sent_again_after_the_sign_in()
    {
        var (browser, id) = await RegisterAsync("web");
        var form = (await browser.OpenClientAsync("edit", id)).FormWith("#clientName")
            .Fill("#clientName", "Typed \"long\" ago & <kept>").Fill("#redirectUris", "https://one.example/cb\r\nhttps://two.example/cb").Tick("[value=phone]", true);
        _provider.Clock.Advance(TimeSpan.FromDays(15));
        var held = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Unauthorized, held.Status);
        await HostedPages.SignInAsync((await held.ClickAsync("a[target=_blank]")).ExpectPage());
        var done = (await held.FormWith("form").SubmitAsync()).ExpectPage();
        Assert.Contains("Typed \"long\" ago & <kept>", done.Document.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("https://two.example/cb", done.Text, StringComparison.Ordinal);
        Assert.Contains("phone", done.Document.QuerySelectorAll(".badge.long").Select(badge => badge.TextContent));
    }

    [Fact]
    public async Task A_public_client_that_gets_to_keep_a_secret_is_shown_it_once()
    {
        var (browser, id) = await RegisterAsync("spa");
        var done = (await (await browser.OpenClientAsync("edit", id)).FormWith("#clientName").Fill("#tokenEndpointAuthMethod", "client_secret_basic").SubmitAsync()).ExpectPage();
        Assert.Equal(43, done.ShownSecret().Length);
        done = (await (await browser.OpenClientAsync("edit", id)).FormWith("#clientName").Fill("#tokenEndpointAuthMethod", "none").SubmitAsync()).ExpectPage();
        Assert.False(done.Has(".snippet.once"));
        Assert.DoesNotContain("Secrets", done.Document.QuerySelectorAll("h2").Select(heading => heading.TextContent));
        Assert.Equal(HttpStatusCode.Conflict, (await (await browser.OpenClientAsync("secret", id)).FormWith(".content form").SubmitAsync()).ExpectPage().Status);
    }

    private async Task<(UserAgent Browser, string Id)> RegisterAsync(string template)
    {
        var (browser, id) = (await _provider.SignInAsRoleAsync("admin"), RegistrySteps.NewId());
        await browser.RegisterClientAsync(template, id);
        return (browser, id);
    }
}
