using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages.Admin.Registry;

/// <summary>Every page about clients, scopes and API resources, in every state that shows something else.</summary>
internal static class RegistryPages
{
    public static async Task<IReadOnlyList<Page>> VisitAsync(UserAgent browser)
    {
        var pages = new List<Page>();
        var id = RegistrySteps.NewId();
        foreach (var template in new[] { "web", "spa", "native", "machine", "first-party" })
            pages.Add(await browser.RegisterClientAsync(template, template == "web" ? id : $"{id}-{template}"));
        await RegisterAsync(browser, "scopes", id);
        await RegisterAsync(browser, "resources", id + "-api");
        foreach (var address in AddressesOf(id))
            pages.Add(await browser.OpenAsync(address));
        pages.AddRange(await SpoilAsync(browser, id));
        pages.AddRange(await RunAsync(browser, id + "-spa"));
        return pages;
    }

    /// <summary>The pages that only show something.</summary>
    private static IEnumerable<string> AddressesOf(string id) =>
    [
        "/admin/clients", "/admin/clients?search=nobody-at-all&kind=spa&enabled=false&source=file", "/admin/clients/new", "/admin/clients/new?template=web",
        $"/admin/clients/client?id={TestClients.Web}", $"/admin/clients/try?id={TestClients.Web}", "/admin/clients/callback",
        .. from page in new[] { "client", "edit", "connect", "secret", "disable", "delete", "try" } select $"/admin/clients/{page}?id={id}",
        .. from kind in new[] { "machine", "first-party" } from page in new[] { "client", "try", "edit" } select $"/admin/clients/{page}?id={id}-{kind}",
        "/admin/scopes", "/admin/scopes?search=nothing-at-all", "/admin/scopes/new", $"/admin/scopes/edit?id={id}", $"/admin/scopes/delete?id={id}",
        "/admin/resources", "/admin/resources?search=nothing-at-all", "/admin/resources/new", $"/admin/resources/resource?id={Uri.EscapeDataString(TestClients.OrdersApi)}",
        .. from page in new[] { "resource", "edit", "secret", "delete" } select $"/admin/resources/{page}?id={id}-api",
    ];

    private static async Task RegisterAsync(UserAgent browser, string what, string name) =>
        await (await browser.OpenAsync($"/admin/{what}/new")).FormWith("#name").Fill("#name", name).Fill("#displayName", "Of the tests").SubmitAsync();

    /// <summary>What is wrong, and what somebody else has changed meanwhile.</summary>
    private static async Task<IReadOnlyList<Page>> SpoilAsync(UserAgent browser, string id)
    {
        var edit = await browser.OpenClientAsync("edit", id);
        Landing[] landings =
        [
            await (await browser.OpenAsync("/admin/clients/new?template=web")).FormWith("#clientId").Fill("#clientId", "a b").SubmitAsync(),
            await (await browser.OpenAsync("/admin/scopes/new")).FormWith("#name").SubmitAsync(),
            await (await browser.OpenAsync("/admin/resources/new")).FormWith("#name").SubmitAsync(),
            await edit.FormWith("#redirectUris").Fill("#redirectUris", "/x").Fill("#accessTokenLifetime", "0").Tick("[name=grantTypes]", false).SubmitAsync(),
            await edit.FormWith("#redirectUris").Fill("#clientName", "Somebody else\u2019s").Tick("[value=profile]", false).SubmitAsync(),
            await edit.FormWith("#redirectUris").Fill("#clientName", "Mine").Tick("[value=profile]", true).SubmitAsync(),
            await (await browser.OpenClientAsync("try", id + "-machine")).FormWith("#secret").SubmitAsync(),
            await (await browser.OpenClientAsync("try", id + "-machine")).FormWith("#secret").Fill("#secret", "wrong").SubmitAsync(),
            await (await browser.OpenClientAsync("secret", id)).FormWith("#overlap").SubmitAsync(),
            await (await browser.OpenClientAsync("disable", id)).FormWith(".content form").SubmitAsync(),
            await (await browser.OpenAsync($"/admin/resources/secret?id={id}-api")).FormWith(".content form").SubmitAsync(),
        ];
        return [.. landings.Select(landing => landing.ExpectPage())];
    }

    /// <summary>A run of a flow that ends well, and one of which something else comes back.</summary>
    private static async Task<IReadOnlyList<Page>> RunAsync(UserAgent browser, string id)
    {
        var prepared = (await (await browser.OpenClientAsync("try", id)).FormWith(".content form").SubmitAsync()).ExpectPage();
        var done = (await HostedPages.ConsentAsync((await prepared.FormWith(".content form").SubmitAsync()).ExpectPage())).ExpectPage();
        await prepared.FormWith(".content form").SubmitAsync();
        return [prepared, done, await browser.OpenAsync("/admin/clients/callback?state=another&code=x")];
    }
}
