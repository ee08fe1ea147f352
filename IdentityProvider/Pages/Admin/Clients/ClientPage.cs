using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>A page about one client.</summary>
public abstract class ClientPage(Administrator admin, ClientAdministration clients) : EntryPage<Client>(admin)
{
    internal const string HomePath = "/admin/clients/client";

    public Client Client => Entry.Value;

    public string Kind => ClientKinds.Of(Client);

    protected ClientAdministration Clients => clients;

    protected override string LeastRole => Changes ? Permissions.ChangeConfiguration : Permissions.ReadConfiguration;

    protected override string Home => HomePath;

    /// <summary>The secret that was just made; null: none was. It is there once.</summary>
    protected string? TakeSecret() => OneTimeSecret.Take(TempData, Home + Name);

    protected override Task<RegistryOutcome<Client>> FindAsync() => clients.GetAsync(Actor, Name, Aborted);
}
