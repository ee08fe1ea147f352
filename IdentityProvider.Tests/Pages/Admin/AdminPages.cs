using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>Every page of the console, as a super administrator meets them. A new page is added here, and all that holds on every page is asked of it.</summary>
internal static class AdminPages
{
    public static async Task<IReadOnlyList<Page>> VisitAsync(Provider provider)
    {
        var browser = await provider.SignInAsRoleAsync("superAdmin");
        var pages = new List<Page>();
        string[] addresses = ["/admin", "/admin/signed-in", "/admin/users", "/admin/users?search=nobody-at-all", "/admin/users?page=99"];
        foreach (var address in addresses)
            pages.Add(await browser.OpenAsync(address));
        return pages;
    }
}
