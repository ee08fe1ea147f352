using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>Finds people.</summary>
public sealed class IndexModel(Administrator admin, UserDirectory directory, AccountPolicy policy) : AdminPage(admin)
{
    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Role { get; set; }

    /// <summary><c>true</c>, <c>false</c>; anything else: both.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Active { get; set; }

    public Page<AccountProfile> Found { get; private set; } = new([], 1, PageRequest.Usual, 0);

    public bool IsFiltered => !string.IsNullOrEmpty(Search) || !string.IsNullOrEmpty(Role) || IsActive is not null;

    public IReadOnlyList<string> RoleNames => policy.RoleNames;

    protected override string LeastRole => Permissions.Read;

    private bool? IsActive => bool.TryParse(Active, out var active) ? active : null;

    public async Task<IActionResult> OnGetAsync()
    {
        var role = policy.RoleNames.Contains(Role) ? Role : null;
        return await ShowAsync(await directory.ListAsync(Actor, new UserQuery(Search, role, IsActive), new PageRequest(PageNumber), Aborted), page => Found = page);
    }
}
