using System.ComponentModel.DataAnnotations;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Clients.Flow;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Pages.Errors;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>
/// Where a run of a flow comes back to. A public client's code is redeemed at once; for another the secret is asked for, and goes to the token endpoint
/// and nowhere else.
/// </summary>
public sealed class CallbackModel(Administrator admin, ClientAdministration clients, FlowRun run, IssuerProvider issuer) : AdminPage(admin)
{
    private FlowInProgress _begun = null!;

    [BindProperty]
    [DataType(DataType.Password)]
    public string? Secret { get; set; }

    public Client Client { get; private set; } = null!;

    public FlowResult? Result { get; private set; }

    /// <summary>Why the answer is not taken; null: it is.</summary>
    public string? Wrong { get; private set; }

    /// <summary>The error that came back instead of a code; null: none did.</summary>
    public string? Error => Request.Query["error"];

    public string? ErrorDescription => Request.Query["error_description"];

    public bool AsksForSecret => Wrong is null && Error is null && Result is null or FlowResult.Failed { Code: "invalid_client" } && !Client.IsPublic;

    public string TryAgain => EntryPage<Client>.Address(Url.Content("~/admin/clients/try"), Client.ClientId);

    protected override string LeastRole => Permissions.ChangeConfiguration;

    public async Task<IActionResult> OnGetAsync()
    {
        if (!RandomHandle.FixedTimeEquals(_begun.State, Request.Query["state"].ToString()))
            Wrong = "The state is not the one that was sent: this answer belongs to another sign-in. An app must refuse it, and so nothing was redeemed.";
        else if (Request.Query["iss"].ToString() is { Length: > 0 } from && from != issuer.Current)
            Wrong = $"The answer says that it comes from {from}, which is another provider. An app must refuse it (RFC 9207), and so nothing was redeemed.";
        if (Wrong is not null || Error is not null)
            return await ShowAsync();

        _begun = run.Take(_begun, Request.Query["code"].ToString());
        if (Client.IsPublic)
            await RedeemAsync();
        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Secret))
        {
            ModelState.AddModelError(nameof(Secret), "Enter the secret.");
            return await ShowAgainAsync();
        }

        await RedeemAsync();
        return await ShowAsync();
    }

    protected override async Task<IActionResult?> EnterAsync()
    {
        if (await base.EnterAsync() is { } instead)
            return instead;
        if (run.InProgress is not { } begun)
            return Problem("There is no run to come back to", "It is finished, was begun in another browser, or longer than an hour ago. Begin it again from the client's page.",
                StatusCodes.Status400BadRequest, new PageWay("~/admin/clients", "Go to the clients"));
        if (await clients.GetAsync(Actor, begun.ClientId, Aborted) is not RegistryOutcome<Client>.Done { Entry.Value: var client })
            return Unavailable(RegistryErrors.ClientNotFound);
        (_begun, Client) = (begun, client);
        return null;
    }

    private async Task RedeemAsync()
    {
        Result = await run.RedeemAsync(HttpContext, Client, _begun, Secret);
        if (Result is not FlowResult.Failed { Code: "invalid_client" })
            run.Forget();
    }
}
