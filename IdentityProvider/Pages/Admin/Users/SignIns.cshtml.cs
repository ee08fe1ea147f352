using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>When somebody signed in, and when they failed to and why.</summary>
public sealed class SignInsModel(Administrator admin, UserDirectory directory, AccountRoles roles, SignInHistory history)
    : UserAccountPage(admin, directory, roles)
{
    public Page<SignInEntry> Found { get; private set; } = new([], 1, PageRequest.Usual, 0);

    protected override string LeastRole => Permissions.Read;

    public async Task<IActionResult> OnGetAsync() => await ShowAsync(await history.ListAsync(Actor, Id, new PageRequest(PageNumber), Aborted), page => Found = page);
}
