using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>Asks before a client is taken out of use.</summary>
public sealed class DisableModel(Administrator admin, ClientAdministration clients) : ClientPage(admin, clients)
{
    protected override bool Changes => true;

    protected override bool IsSafe => true;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync() => await FinishAsync(
        await Clients.SetEnabledAsync(Actor, Name, enabled: false, version: null, Source, Aborted), "The client is disabled. Nobody can sign in with it.");
}
