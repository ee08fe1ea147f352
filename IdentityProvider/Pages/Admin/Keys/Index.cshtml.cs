using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Protocol.Keys;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Keys;

/// <summary>What signs now, what comes next, what retires when.</summary>
public sealed class IndexModel(Administrator admin, KeyAdministration keys) : AdminPage(admin)
{
    public IReadOnlyList<KeyDescription> Keys { get; private set; } = [];

    protected override string LeastRole => Permissions.ReadConfiguration;

    public async Task<IActionResult> OnGetAsync() => await ShowAsync(await keys.ListAsync(Actor, Aborted), found => Keys = found);
}
