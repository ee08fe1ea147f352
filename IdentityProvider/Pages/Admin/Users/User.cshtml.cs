using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>An account at a glance, and the way to all that can be done with it.</summary>
public sealed class UserModel(Administrator admin, UserDirectory directory, AccountRoles roles, UserAdministration users, AccountPolicy policy)
    : UserAccountPage(admin, directory, roles)
{
    protected override string LeastRole => Permissions.Read;

    /// <summary>The role because of which nobody deletes the account; null: it has none such.</summary>
    public string? NeverDeletedRole => policy.NeverDeletedRoleOf(Account.Roles);

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostActivateAsync() =>
        await FinishAsync(await users.ActivateAsync(Actor, Id, Source, Aborted), $"{Name} can sign in again.");
}
