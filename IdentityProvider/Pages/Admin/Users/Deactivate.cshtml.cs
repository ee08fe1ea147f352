using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>Asks before an account is taken out of use.</summary>
public sealed class DeactivateModel(Administrator admin, UserDirectory directory, AccountRoles roles, UserAdministration users)
    : UserAccountPage(admin, directory, roles)
{
    protected override string LeastRole => Permissions.Deactivate;

    protected override bool Changes => true;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync() =>
        await FinishAsync(await users.DeactivateAsync(Actor, Id, Source, Aborted), $"{Name} can't sign in any more, and is signed out everywhere.");
}
