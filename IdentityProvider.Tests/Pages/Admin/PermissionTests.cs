using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Pages.Admin;

/// <summary>Which page of the console opens to which role, under each preset: as <c>Accounts:Permissions</c> says, and for nobody else.</summary>
public sealed class PermissionTests(PermissionTests.Presets presets) : IClassFixture<PermissionTests.Presets>
{
    private const string Look = 
        "/admin /admin/signed-in /admin/users /admin/users/{id} /admin/users/{id}/sessions /admin/users/{id}/apps /admin/users/{id}/sign-ins /admin/messages /admin/refused-codes";
    private const string Register = " /admin/users/new";
    private const string Edit = " /admin/users/{id}/edit /admin/users/{id}/reset";
    private const string Guard = " /admin/users/{id}/roles /admin/users/{id}/deactivate /admin/keys /admin/audit";
    private const string Delete = " /admin/users/{id}/delete";
    private const string Apps = " /admin/clients /admin/clients/new /admin/scopes /admin/scopes/new /admin/resources /admin/resources/new";
    private const string Everything = Look + Register + Edit + Guard + Delete + Apps;

    /// <summary>A provider of each preset, and in each somebody whom everything is tried on.</summary>
    public sealed class Presets : IAsyncLifetime
    {
        private readonly Dictionary<string, (Provider Provider, Person Subject)> _all = [];

        public (Provider Provider, Person Subject) this[string preset] => _all[preset];

        public async Task InitializeAsync()
        {
            foreach (var preset in new[] { "PhoneFirst", "EmailFirst", "Clinic" })
            {
                var provider = await Provider.StartAsync(settings => settings.With("Accounts:Preset", preset));
                _all[preset] = (provider, await provider.AddStaffAsync(preset == "EmailFirst" ? "customer" : "user"));
            }
        }

        public async Task DisposeAsync()
        {
            foreach (var (provider, _) in _all.Values)
                await provider.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("PhoneFirst", "user", "")]
    [InlineData("PhoneFirst", "admin", Look + Register + Edit + Guard + Apps)]
    [InlineData("PhoneFirst", "superAdmin", Everything)]
    [InlineData("EmailFirst", "customer", "")]
    [InlineData("EmailFirst", "admin", Look + Register + Edit + Guard + Apps)]
    [InlineData("EmailFirst", "superAdmin", Everything)]
    [InlineData("Clinic", "user", "")]
    [InlineData("Clinic", "doctor", "")]
    [InlineData("Clinic", "staff", Look + Register + Edit)]
    [InlineData("Clinic", "admin", Look + Register + Edit + Guard + Apps)]
    [InlineData("Clinic", "superAdmin", Look + Register + Edit + Guard + Apps)]
    [Trait("Requirement", "EF-7")]
    [Trait("Requirement", "CL-10")]
    public async Task A_page_opens_to_those_who_may(string preset, string role, string pages)
    {
        var (provider, subject) = presets[preset];
        var browser = await provider.SignInAsRoleAsync(role);
        var opened = pages.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var address in Everything.Split(' '))
        {
            var page = await browser.OpenAsync(address.Replace("{id}", subject.UserId, StringComparison.Ordinal));
            var expected = opened.Contains(address) ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
            Assert.True(page.Status == expected, $"{role} at {page}");
            Assert.All(page.Menu(), link => Assert.Contains(link, opened));
        }
    }

    [Theory]
    [InlineData("edit")]
    [InlineData("roles")]
    [InlineData("deactivate")]
    [InlineData("reset")]
    [Trait("Requirement", "EF-7")]
    public async Task Nobody_touches_an_account_of_a_role_above_their_own(string page)
    {
        var (provider, _) = presets["PhoneFirst"];
        var superAdmin = await provider.AddStaffAsync("superAdmin");
        await provider.AddStaffAsync("superAdmin");
        var browser = await provider.SignInAsRoleAsync("admin");
        var user = await browser.OpenAsync($"/admin/users/{superAdmin.UserId}");
        Assert.Contains("a role above yours", user.Text, StringComparison.Ordinal);
        Assert.Empty(user.Document.QuerySelectorAll(".content .button"));

        // Whoever knows the address all the same sees why, and no form.
        var opened = await browser.OpenAsync($"/admin/users/{superAdmin.UserId}/{page}");
        Assert.Equal(HttpStatusCode.Forbidden, opened.Status);
        Assert.Contains($"{superAdmin.FullName} has a role above yours (superAdmin)", opened.Text, StringComparison.Ordinal);
        Assert.False(opened.Has("form"));
        Assert.Equal($"/admin/users/{superAdmin.UserId}", (await opened.ClickAsync(".actions a")).ExpectPage().Path);
        var form = await browser.OpenAsync($"/admin/users/{(await provider.AddStaffAsync("user")).UserId}/{page}");
        var answer = await browser.PostAsync(opened.Address, form.FormWith(".content form").Fields);
        Assert.Equal(HttpStatusCode.Forbidden, answer.ExpectPage().Status);
    }
}
