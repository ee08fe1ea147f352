using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Resources;

/// <summary>Asks before an API is deleted.</summary>
public sealed class DeleteModel(Administrator admin, ResourceAdministration resources) : ResourcePage(admin, resources)
{
    protected override bool Changes => true;

    protected override string LeastRole => Permissions.DeleteConfiguration;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var title = Title;
        return await FinishAsync(await Resources.DeleteAsync(Actor, Name, version: null, Source, Aborted), $"{title} is deleted.");
    }
}
