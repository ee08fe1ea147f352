using System.Globalization;
using IdentityProvider.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Account;

/// <summary>What the user tells about themselves.</summary>
public sealed class ProfileModel(SignedInPerson people, Profile profile) : AccountPage(people)
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

    public Task<IActionResult> OnGetAsync()
    {
        var user = Person.User;
        FullName = user.FullName;
        DateOfBirth = user.DateOfBirth?.ToString("O", CultureInfo.InvariantCulture);
        Gender = user.Gender;
        Address = user.Address;
        City = user.City;
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var changes = new ProfileChanges { FullName = FullName, DateOfBirth = DateOfBirth, Gender = Gender, Address = Address, City = City };
        if (await profile.UpdateAsync(Person.User.Id, changes, Aborted) is ProfileOutcome.Refused { Error: var error })
            return await RefuseAsync(error);
        Notice = "Your profile is saved.";
        return SeeOther(Url.Content("~/account/profile"));
    }
}
