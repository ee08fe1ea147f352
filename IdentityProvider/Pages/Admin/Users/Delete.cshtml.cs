using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>Asks before an account is deleted.</summary>
public sealed class DeleteModel(Administrator admin, UserDirectory directory, AccountRoles roles, UserAdministration users, AccountPolicy policy)
    : UserAccountPage(admin, directory, roles)
{
    protected override string LeastRole => Permissions.Delete;

    protected override bool Changes => true;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync() =>
        await FinishAsync(await users.DeleteAsync(Actor, Id, Source, Aborted), $"The account of {Name} is deleted.");

    protected override async Task<IActionResult?> EnterAsync() => await base.EnterAsync()
        ?? (policy.NeverDeletedRoleOf(Account.Roles) is null ? null : NotForIt(AccountErrors.NeverDeleted.Title, AccountErrors.NeverDeleted.Detail));
}
