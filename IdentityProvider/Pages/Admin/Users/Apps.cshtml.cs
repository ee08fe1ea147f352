using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Protocol.Clients;
using Microsoft.AspNetCore.Mvc;
using Given = IdentityProvider.Protocol.Grants.Consent;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>What somebody has allowed apps, and taking it back.</summary>
public sealed class AppsModel(Administrator admin, UserDirectory directory, AccountRoles roles, UserAccess access, IClientStore clients)
    : UserAccountPage(admin, directory, roles)
{
    [BindProperty]
    public string? ClientId { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public bool MayWithdraw => MayHere(Permissions.Deactivate);

    protected override string LeastRole => Permissions.Read;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync() => await FinishAsync(
        await access.WithdrawConsentAsync(Actor, Id, ClientId ?? "", Source, Aborted), "The permission is taken back. The app asks again.", Link + "/apps");

    protected override async Task<IActionResult> ShowAsync()
    {
        if (await access.ListConsentsAsync(Actor, Id, Aborted) is not Reading<IReadOnlyList<Given>>.Found found)
            return Unavailable(AccountErrors.UserNotFound);
        var rows = new List<Row>();
        foreach (var consent in found.What)
            rows.Add(new Row(consent, (await clients.FindAsync(consent.ClientId, Aborted))?.DisplayName ?? consent.ClientId));
        Rows = rows;
        return await base.ShowAsync();
    }

    /// <summary>A consent, and the name of its app.</summary>
    public sealed record Row(Given Consent, string App);
}
