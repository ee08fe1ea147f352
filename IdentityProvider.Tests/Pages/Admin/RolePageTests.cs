using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>Roles are given and taken at the console by the rules of the API.</summary>
public sealed class RolePageTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Fact]
    [Trait("Requirement", "EF-7")]
    public async Task A_role_counts_at_once_and_nobody_grants_one_above_their_own()
    {
        var subject = await _provider.AddStaffAsync("user");
        var theirs = await _provider.SignInAsync(subject);
        Assert.Equal(HttpStatusCode.Forbidden, (await theirs.OpenAsync("/admin")).Status);
        var browser = await _provider.SignInAsRoleAsync("admin");
        var page = await browser.OpenAsync($"/admin/users/{subject.UserId}/roles");
        Assert.Equal(["user", "admin"], page.Document.QuerySelectorAll("input[name=roles]").Select(box => box.GetAttribute("value")));
        Assert.Contains("Above yours: superAdmin.", page.Text, StringComparison.Ordinal);
        var done = (await page.FormWith("[name=roles]").Tick("[value=admin]", true).SubmitAsync()).ExpectPage();
        Assert.Contains("The roles are changed.", done.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await theirs.OpenAsync("/admin")).Status);

        var again = await browser.OpenAsync($"/admin/users/{subject.UserId}/roles");
        var forged = again.FormWith("[name=roles]").Fields.Append(new("roles", "superAdmin"));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(again.Address, forged)).ExpectPage().Status);
        var none = (await again.FormWith("[name=roles]").Tick("[name=roles]", false).SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, none.Status);
        Assert.Contains("At least one of", none.Document.QuerySelector("#roles .field-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "EF-7")]
    public async Task The_last_super_administrator_stays_one()
    {
        await using var provider = await Provider.StartAsync();
        var only = await provider.AddStaffAsync("superAdmin");
        var browser = await provider.SignInAsync(only);
        var roles = await browser.OpenAsync($"/admin/users/{only.UserId}/roles");
        var refused = (await roles.FormWith("[name=roles]").Tick("[value=superAdmin]", false).Tick("[value=admin]", true).SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("this is the last", refused.Document.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
        // What was ticked is still ticked.
        Assert.True(refused.Has("input[value=admin][checked]") && !refused.Has("input[value=superAdmin][checked]"));
        foreach (var page in new[] { "deactivate", "delete" })
        {
            var confirm = await browser.OpenAsync($"/admin/users/{only.UserId}/{page}");
            Assert.Equal(HttpStatusCode.Conflict, (await confirm.FormWith(".content form").SubmitAsync()).ExpectPage().Status);
        }

        // With another it goes, and whoever gave up the console is back at their account.
        await provider.AddStaffAsync("superAdmin");
        var form = (await browser.OpenAsync($"/admin/users/{only.UserId}/roles")).FormWith("[name=roles]");
        var done = (await form.Tick("[value=superAdmin]", false).Tick("[value=user]", true).SubmitAsync()).ExpectPage();
        Assert.Equal("/account", done.Path);
        Assert.False(done.Has("a[href='/admin']"));
    }
}
