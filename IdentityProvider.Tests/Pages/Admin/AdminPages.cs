using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Pages.Admin.Registry;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>Every page of the console, as a super administrator meets them. A new page is added here, and all that holds on every page is asked of it.</summary>
internal static class AdminPages
{
    public static async Task<IReadOnlyList<Page>> VisitAsync(Provider provider)
    {
        var browser = await provider.SignInAsRoleAsync("superAdmin");
        var pages = new List<Page>();
        var user = $"/admin/users/{(await provider.AddStaffAsync("admin")).UserId}";
        foreach (var address in Addresses.Concat([user, user + "/edit", user + "/roles", user + "/deactivate", user + "/delete", user + "/sessions", user + "/apps", user + "/sign-ins", user + "/reset"]))
            pages.Add(await browser.OpenAsync(address));

        // What is wrong, and what somebody else has changed meanwhile.
        var (create, edit) = (pages.Single(page => page.Path == "/admin/users/new"), pages.Single(page => page.Path.EndsWith("/edit", StringComparison.Ordinal)));
        pages.Add((await create.FormWith("#fullName").SubmitAsync()).ExpectPage());
        pages.Add((await edit.FormWith("#city").Fill("#dateOfBirth", "x").SubmitAsync()).ExpectPage());
        pages.Add((await edit.FormWith("#city").Fill("#city", "Bago").SubmitAsync()).ExpectPage());
        pages.Add((await edit.FormWith("#city").Fill("#city", "Pyay").SubmitAsync()).ExpectPage());
        pages.AddRange(await RegistryPages.VisitAsync(browser));
        return pages;
    }

    /// <summary>The pages that need nothing to be there.</summary>
    private static readonly string[] Addresses =
    [
        "/admin", "/admin/signed-in", "/admin/users", "/admin/users?search=nobody-at-all", "/admin/users?page=99", "/admin/users/new",
        "/admin/messages", "/admin/messages?state=failed", "/admin/refused-codes",
        "/admin/keys", "/admin/keys/rotate", "/admin/audit", "/admin/audit?event=nothing",
    ];

}
