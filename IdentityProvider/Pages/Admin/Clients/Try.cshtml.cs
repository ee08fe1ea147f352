using System.ComponentModel.DataAnnotations;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Clients.Flow;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Protocol;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>Runs a client's flow with the console in the place of the app.</summary>
public sealed class TryModel(Administrator admin, ClientAdministration clients, FlowRun run) : ClientPage(admin, clients)
{
    /// <summary>For a client that acts for itself. It goes to the token endpoint and nowhere else.</summary>
    [BindProperty]
    [DataType(DataType.Password)]
    public string? Secret { get; set; }

    public FlowResult? Result { get; private set; }

    public string CallbackUri => run.CallbackUri;

    public bool IsForPeople => Client.GrantTypes.Contains(GrantTypes.AuthorizationCode);

    public bool IsForItself => Client.GrantTypes.Contains(GrantTypes.ClientCredentials);

    public bool IsPrepared => Client.RedirectUris.Contains(CallbackUri);

    protected override string LeastRole => Permissions.ChangeConfiguration;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    /// <summary>Goes to the authorization endpoint, as the app would.</summary>
    public async Task<IActionResult> OnPostAsync() => IsForPeople && IsPrepared ? SeeOther(run.Begin(Client)) : await ShowAgainAsync();

    public async Task<IActionResult> OnPostForItselfAsync()
    {
        if (string.IsNullOrWhiteSpace(Secret))
        {
            ModelState.AddModelError(nameof(Secret), "Enter the secret.");
            return await ShowAgainAsync();
        }

        Result = await run.ForItselfAsync(HttpContext, Client, Secret);
        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostPrepareAsync() => ClientRights.CanDoHarm(Client) && !Admin.SignedInFreshly
        ? await AskToSignInAgainAsync()
        : await SetRedirectUrisAsync([.. Client.RedirectUris.Union([CallbackUri])], "The address is a redirect URI of the client now.");

    public Task<IActionResult> OnPostRestoreAsync() => SetRedirectUrisAsync([.. Client.RedirectUris.Except([CallbackUri])], "The address is no redirect URI of the client any more.");

    private async Task<IActionResult> SetRedirectUrisAsync(IReadOnlyList<string> uris, string notice)
    {
        var outcome = await Clients.ReplaceAsync(Actor, Client with { RedirectUris = uris }, Entry.Version, Source, Aborted);
        var answer = await FinishAsync(outcome, notice);
        return outcome is RegistryOutcome<Protocol.Clients.Client>.Refused ? answer : SeeOther(To("/admin/clients/try"));
    }
}
