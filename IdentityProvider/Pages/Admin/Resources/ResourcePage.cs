using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Pages.Admin.Resources;

/// <summary>A page about one API.</summary>
public abstract class ResourcePage(Administrator admin, ResourceAdministration resources) : EntryPage<ApiResource>(admin)
{
    internal const string HomePath = "/admin/resources/resource";

    public ApiResource Resource => Entry.Value;

    public string Title => Resource.DisplayName ?? Resource.Name;

    protected ResourceAdministration Resources => resources;

    protected override string LeastRole => Changes ? Permissions.ChangeConfiguration : Permissions.ReadConfiguration;

    protected override string Home => HomePath;

    protected override Task<RegistryOutcome<ApiResource>> FindAsync() => resources.GetAsync(Actor, Name, Aborted);
}
