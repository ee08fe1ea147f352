using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>What an account says about its owner.</summary>
public sealed class EditModel(Administrator admin, UserDirectory directory, AccountRoles roles, UserAdministration users) : UserAccountPage(admin, directory, roles)
{
    [BindProperty]
    public string? FullName { get; set; }

    [BindProperty]
    public string? DateOfBirth { get; set; }

    [BindProperty]
    public string? Gender { get; set; }

    [BindProperty]
    public string? Address { get; set; }

    [BindProperty]
    public string? City { get; set; }

    protected override string LeastRole => Permissions.Update;

    protected override bool Changes => true;

    public Task<IActionResult> OnGetAsync()
    {
        FullName = Account.FullName;
        DateOfBirth = Account.DateOfBirth?.ToString("O", CultureInfo.InvariantCulture);
        Gender = Account.Gender;
        Address = Account.Address;
        City = Account.City;
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var changes = new ProfileChanges { FullName = FullName, DateOfBirth = DateOfBirth, Gender = Gender, Address = Address, City = City };
        return await FinishAsync(await users.UpdateAsync(Actor, Id, changes, Source, Aborted, SentVersion), "The profile is saved.");
    }
}
