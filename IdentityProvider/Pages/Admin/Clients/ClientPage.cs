using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Protocol.Clients;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>A page about one client.</summary>
public abstract class ClientPage(Administrator admin, ClientAdministration clients) : EntryPage<Client>(admin)
{
    internal const string HomePath = "/admin/clients/client";

    public Client Client => Entry.Value;

    public string Kind => ClientKinds.Of(Client);

    /// <summary>Why the reader, who may change clients, may not change this one; null: they may.</summary>
    public AccountError? Protection => May(Permissions.ChangeConfiguration) ? Clients.RefuseChanging(Actor, Client) : null;

    public bool MayChange => !IsFixed && May(Permissions.ChangeConfiguration) && Protection is null;

    protected ClientAdministration Clients => clients;

    /// <summary>Whether the page that changes a client is there for those too to whom it is protected.</summary>
    protected virtual bool IsSafe => false;

    protected override string LeastRole => Changes ? Permissions.ChangeConfiguration : Permissions.ReadConfiguration;

    protected override string Home => HomePath;

    protected override async Task<IActionResult?> EnterAsync() =>
        await base.EnterAsync() ?? (Changes && !IsSafe && Protection is { } refusal ? Unavailable(refusal) : null);

    protected override Task<RegistryOutcome<Client>> FindAsync() => clients.GetAsync(Actor, Name, Aborted);
}
