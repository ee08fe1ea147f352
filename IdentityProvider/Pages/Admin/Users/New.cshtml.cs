using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Forms;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>Makes an account for somebody else, who then chooses the password.</summary>
public sealed class NewModel(Administrator admin, NewUsers users, NewUserForm form, AccountRoles roles, RoleWords words, AccountPolicy policy) : AdminPage(admin)
{
    [BindProperty]
    public string? FullName { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    public bool PhoneIsOptional => !form.NeededForInvitation.HasFlag(Channels.Phone);

    public bool EmailIsOptional => !form.NeededForInvitation.HasFlag(Channels.Email);

    /// <summary>Nobody makes an account of a role above their own.</summary>
    public IEnumerable<Option> Offered => policy.RoleNames.Where(role => roles.MayCreate(Actor, role)).Select(words.OptionOf);

    protected override string LeastRole => Permissions.Create;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        // Another who may change things here: as much as a new role for somebody who has an account.
        if (Role is not null && Admin.OpensConsole(Role) && !Admin.SignedInFreshly)
            return await AskToSignInAgainAsync();
        switch (await users.InviteAsync(Actor, new NewUserRequest(Phone, Email, FullName, Role), RequestSource.Of(HttpContext), Aborted))
        {
            case UserOutcome.Done { Profile: var profile }:
                Notice = $"{UserAccountPage.NameOf(profile)} is registered. A message is on its way that says how to choose the password.";
                return SeeOther(Url.Content(May(Permissions.Read) ? $"~/admin/users/{profile.Id}" : "~/admin/users/new"));
            case UserOutcome.Refused refused:
                return await RefuseAsync(refused.Error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
