using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>What people do at the console.</summary>
internal static class ConsoleSteps
{
    /// <summary>Somebody new with this role, signed in in a browser of their own.</summary>
    public static async Task<UserAgent> SignInAsRoleAsync(this Provider provider, string role) =>
        await provider.SignInAsync(await provider.AddStaffAsync(role));

    public static async Task<UserAgent> SignInAsync(this Provider provider, Person person)
    {
        var browser = provider.NewBrowser().UsedBy(person);
        var page = (await browser.GoAsync("/account/login")).ExpectPage();
        // The field takes what the preset lets people sign in with.
        var identifier = page.Has("input[type=email]") ? person.Email : person.Phone;
        Assert.Equal("/account", (await HostedPages.SignInAsync(page, identifier, person.Password)).ExpectPage().Path);
        return browser;
    }

    public static async Task<Page> OpenAsync(this UserAgent browser, string address) => (await browser.GoAsync(address)).ExpectPage();

    /// <summary>The addresses in the menu of the console.</summary>
    public static IEnumerable<string> Menu(this Page page) =>
        page.Document.QuerySelectorAll(".admin-nav a").Select(link => link.GetAttribute("href")!);
}
