using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages.Admin.Registry;

/// <summary>A client that has rights over others, at the console: only the highest role is offered to change it, and that with a fresh sign-in.</summary>
public sealed class ProtectedClientTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private const string Rule = "only the role superAdmin registers and changes such a client";
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    public async Task Who_may_not_give_rights_over_others_reads_so_beside_the_scopes_and_loses_nothing()
    {
        var browser = await _provider.SignInAsRoleAsync("admin");
        var page = await browser.OpenAsync("/admin/clients/new?template=web");
        Assert.Contains(Rule, page.Document.QuerySelector("#scopes .hint")!.TextContent, StringComparison.Ordinal);
        var refused = (await page.FormWith("#clientId").Fill("#clientName", "Stays").Fill("#redirectUris", RegistrySteps.SomeRedirectUri)
            .Tick("[value=users]", true).SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("rights over the accounts of other people (users)", refused.Document.QuerySelector("#scopes .field-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Stays", refused.ValueOf("clientName"));
        Assert.True(refused.Has("[value=users][checked]"));
        Assert.Equal("/admin/clients/connect", (await refused.FormWith("#clientId").Tick("[value=users]", false).SubmitAsync()).ExpectPage().Path);
    }

    [Theory]
    [InlineData("admin", false)]
    [InlineData("superAdmin", true)]
    public async Task A_first_party_app_begins_with_the_scopes_that_its_maker_may_give(string role, bool account)
    {
        var (browser, id) = (await _provider.SignInAsRoleAsync(role), RegistrySteps.NewId());
        var page = await browser.OpenAsync("/admin/clients/new?template=first-party");
        Assert.Equal(account, page.Has("[value=account][checked]"));
        Assert.True(page.Has("[value=openid][checked]"));
        await browser.RegisterClientAsync("first-party", id);
    }

    [Fact]
    public async Task A_lesser_role_looks_at_it_and_disables_it_and_is_offered_nothing_else()
    {
        var id = await RegisterAsync(await _provider.SignInAsRoleAsync("superAdmin"));
        var admin = await _provider.SignInAsRoleAsync("admin");
        var page = await admin.OpenClientAsync("client", id);
        Assert.Contains("This client has rights over the accounts of other people (users)", page.Document.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Connect", "Audit log", "Disable…"], page.Document.QuerySelectorAll(".content .button").Select(button => button.TextContent));
        foreach (var change in new[] { "edit", "secret", "delete" })
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.OpenClientAsync(change, id)).Status);
        var run = await admin.OpenClientAsync("try", id);
        Assert.Contains("only the role superAdmin", run.Document.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.False(run.Has(".content form"));

        var token = (await admin.OpenClientAsync("disable", id)).FormWith(".content form").Fields;
        foreach (var address in new[] { "edit?id=", "secret?id=", "try?handler=prepare&id=", "client?handler=enable&id=" })
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.PostAsync(_provider.Address($"/admin/clients/{address}{id}"), token)).ExpectPage().Status);

        var disabled = (await (await admin.OpenClientAsync("disable", id)).FormWith(".content form").SubmitAsync()).ExpectPage();
        Assert.Contains("The client is disabled.", disabled.Text, StringComparison.Ordinal);
        Assert.False(disabled.Has(".danger-zone"));
    }

    [Fact]
    public async Task Who_may_registers_it_with_a_fresh_sign_in_and_nothing_that_was_typed_is_lost()
    {
        var (browser, id) = (await _provider.SignInAsRoleAsync("superAdmin"), RegistrySteps.NewId());
        var plain = (await browser.OpenAsync("/admin/clients/new?template=web")).FormWith("#clientId").Fill("#redirectUris", RegistrySteps.SomeRedirectUri);
        var form = (await browser.OpenAsync("/admin/clients/new?template=web")).FormWith("#clientId")
            .Fill("#clientId", id).Fill("#clientName", "A tool").Fill("#redirectUris", RegistrySteps.SomeRedirectUri).Tick("[value=users]", true);
        var house = (await browser.OpenAsync("/admin/clients/new?template=first-party")).FormWith("#clientId").Tick("[value=account]", false);
        _provider.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal("/admin/clients/connect", (await plain.SubmitAsync()).ExpectPage().Path);
        Assert.Equal(HttpStatusCode.Forbidden, (await house.SubmitAsync()).ExpectPage().Status);
        var held = (await form.SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Forbidden, held.Status);
        Assert.Equal((id, "A tool", RegistrySteps.SomeRedirectUri), (held.ValueOf("clientId"), held.ValueOf("clientName"), held.ValueOf("redirectUris")));
        Assert.True(held.Has("[value=users][checked]"));
        await HostedPages.SignInAsync((await held.ClickAsync(".summary a")).ExpectPage());
        Assert.Equal("/admin/clients/connect", (await held.FormWith("#clientId").SubmitAsync()).ExpectPage().Path);
    }

    [Fact]
    public async Task To_add_the_address_of_a_run_to_it_and_to_enable_it_wants_a_fresh_sign_in()
    {
        var browser = await _provider.SignInAsRoleAsync("superAdmin");
        var id = await RegisterAsync(browser);
        var run = await browser.OpenClientAsync("try", id);
        var disabled = (await (await browser.OpenClientAsync("disable", id)).FormWith(".content form").SubmitAsync()).ExpectPage();
        _provider.Clock.Advance(TimeSpan.FromMinutes(16));
        var heldRun = (await run.FormWith("form[action*=prepare]").SubmitAsync()).ExpectPage();
        var heldEnable = (await disabled.FormWith("form[action*=enable]").SubmitAsync()).ExpectPage();
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (heldRun.Status, heldEnable.Status));
        await HostedPages.SignInAsync((await heldRun.ClickAsync(".summary a")).ExpectPage());
        Assert.Contains("is a redirect URI of the client now", (await heldRun.FormWith("form[action*=prepare]").SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);
        Assert.Contains("The client is enabled again.", (await heldEnable.FormWith("form[action*=enable]").SubmitAsync()).ExpectPage().Text, StringComparison.Ordinal);
    }

    private static async Task<string> RegisterAsync(UserAgent superAdmin)
    {
        var id = RegistrySteps.NewId();
        await superAdmin.RegisterClientAsync("web", id, form => form.Tick("[value=users]", true));
        return id;
    }
}
