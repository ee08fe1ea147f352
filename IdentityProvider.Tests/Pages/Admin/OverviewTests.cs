using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>How the provider is doing, and how one person's sign-ins went.</summary>
public sealed class OverviewTests
{
    [Fact]
    public async Task The_first_page_counts_people_sessions_sign_ins_and_what_went_wrong()
    {
        await using var provider = await Provider.StartAsync();
        var (person, gone) = (await provider.AddStaffAsync("user"), await provider.AddStaffAsync("user"));
        await provider.DeactivateAsync(gone);
        await provider.SignInAsync(person);
        var login = await provider.NewBrowser().OpenAsync("/account/login");
        await HostedPages.SignInAsync(login, person.Phone, "Wrong-horse-7-battery");
        await HostedPages.SignInAsync(login, "+959791999999", "Wrong-horse-7-battery");
        var admin = await provider.SignInAsRoleAsync("admin");

        var page = await admin.OpenAsync("/admin");
        Assert.Equal(["3", "2"], page.Document.QuerySelectorAll(".figure[href='/admin/users'] span").SelectMany(Digits));
        var figures = page.Document.QuerySelectorAll(".figure").ToDictionary(figure => figure.Children[1].TextContent, figure => figure.Children[0].TextContent);
        Assert.Equal(("2", "2"), (figures["Live sessions"], figures["Sign-ins"]));
        Assert.Equal(
            ["Nobody has this number or address 1", "Wrong password 1"],
            page.Document.QuerySelectorAll(".bars li").Select(bar => $"{bar.Children[0].TextContent} {bar.Children[1].TextContent}").Order(StringComparer.Ordinal));
        Assert.Contains("RS256 signs", page.Text, StringComparison.Ordinal);
        Assert.Contains("Up to date", page.Text, StringComparison.Ordinal);

        static IEnumerable<string> Digits(AngleSharp.Dom.IElement element) =>
            element.TextContent.Split(' ').Where(word => word.All(char.IsAsciiDigit));
    }

    [Fact]
    public async Task The_sign_ins_of_somebody_say_how_each_went_and_why()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:SignInHistory", "30.00:00:00"));
        var person = await provider.AddStaffAsync("user");
        var login = await provider.NewBrowser().OpenAsync("/account/login");
        for (var count = 0; count < 2; count++)
            await HostedPages.SignInAsync(login, person.Phone, "Wrong-horse-7-battery");
        var admin = await provider.SignInAsRoleAsync("admin");
        var none = await admin.OpenAsync($"/admin/users/{(await provider.AddStaffAsync("user")).UserId}/sign-ins");
        Assert.Contains("has neither signed in nor tried to in the last 30 days", none.Text, StringComparison.Ordinal);
        await provider.SignInAsync(person);
        var page = await admin.OpenAsync($"/admin/users/{person.UserId}/sign-ins");
        var badges = page.Document.QuerySelectorAll(".list .badge").Select(badge => badge.TextContent).ToList();
        Assert.Equal("Signed in", badges[0]);
        Assert.All(badges.Skip(1), badge => Assert.Equal("Wrong password", badge));
        Assert.True(badges.Count > 1);
        Assert.Contains("password", page.Document.QuerySelector("td[data-label=By]")!.TextContent, StringComparison.Ordinal);
    }
}
