using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Forms;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>What somebody may do.</summary>
public sealed class RolesModel(
    Administrator admin, UserDirectory directory, AccountRoles roles, UserAdministration users, RoleWords words, AccountPolicy policy)
    : UserAccountPage(admin, directory, roles)
{
    [BindProperty]
    public List<string> Roles { get; set; } = [];

    /// <summary>Nobody grants a role above their own.</summary>
    public IEnumerable<Option> Offered => policy.RoleNames.Where(role => RankOf(role) <= Actor.Rank).Select(words.OptionOf);

    public IEnumerable<string> NotOffered => policy.RoleNames.Where(role => RankOf(role) > Actor.Rank);

    public string TopRole => policy.RoleNames[^1];

    protected override string LeastRole => Permissions.ChangeRoles;

    protected override bool Changes => true;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync()
    {
        Roles = [.. Account.Roles];
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var outcome = await users.SetRolesAsync(Actor, Id, Roles, Source, Aborted, SentVersion);
        // Whoever took their own way in is at their account again.
        if (outcome is UserOutcome.Done && IsOwn && !Roles.Any(Admin.OpensConsole))
            return SeeOther(Url.Content("~/account"));
        return await FinishAsync(outcome, "The roles are changed. That counts from now on, everywhere.");
    }
}
