using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>What a client is, and what can be done with it.</summary>
public sealed class ClientModel(Administrator admin, ClientAdministration clients) : ClientPage(admin, clients)
{
    public string? NewSecret { get; private set; }

    public bool MayDisable => !IsFixed && May(Permissions.ChangeConfiguration) && Client.Enabled;

    public bool MayDelete => !IsFixed && May(Permissions.DeleteConfiguration) && Clients.RefuseChanging(Actor, Client) is null;

    public Task<IActionResult> OnGetAsync()
    {
        NewSecret = TakeSecret();
        return ShowAsync();
    }

    /// <summary>Undoes what the page of disabling does; that asks first, this need not.</summary>
    public async Task<IActionResult> OnPostEnableAsync() => ClientRights.CanDoHarm(Client) && !Admin.SignedInFreshly
        ? await AskToSignInAgainAsync()
        : await FinishAsync(await Clients.SetEnabledAsync(Actor, Name, enabled: true, version: null, Source, Aborted), "The client is enabled again.");
}
