using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>Asks before a client is deleted.</summary>
public sealed class DeleteModel(Administrator admin, ClientAdministration clients) : ClientPage(admin, clients)
{
    protected override bool Changes => true;

    protected override string LeastRole => Permissions.DeleteConfiguration;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var name = Client.DisplayName;
        return await FinishAsync(await Clients.DeleteAsync(Actor, Name, version: null, Source, Aborted), $"{name} is deleted.");
    }
}
