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

    public async Task<IActionResult> OnGetAsync()
    {
        switch (await keys.ListAsync(Actor, Aborted))
        {
            case Reading<IReadOnlyList<KeyDescription>>.Found found:
                Keys = found.What;
                return await ShowAsync();
            case Reading<IReadOnlyList<KeyDescription>>.Refused refused:
                return Unavailable(refused.Error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
