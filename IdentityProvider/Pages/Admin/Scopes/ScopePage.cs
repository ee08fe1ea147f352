using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Pages.Admin.Scopes;

/// <summary>A page about one scope of an API.</summary>
public abstract class ScopePage(Administrator admin, ScopeAdministration scopes) : EntryPage<ApiScope>(admin)
{
    internal const string HomePath = "/admin/scopes/edit";

    public ApiScope Scope => Entry.Value;

    protected ScopeAdministration Scopes => scopes;

    protected override string LeastRole => Permissions.ChangeConfiguration;

    protected override bool Changes => true;

    protected override string Home => HomePath;

    protected override Task<RegistryOutcome<ApiScope>> FindAsync() => scopes.GetAsync(Actor, Name, Aborted);
}
