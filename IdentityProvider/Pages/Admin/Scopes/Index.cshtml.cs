using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Clients;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Protocol.Scopes;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Scopes;

/// <summary>Finds scopes of APIs.</summary>
public sealed class IndexModel(Administrator admin, ScopeAdministration scopes) : AdminPage(admin)
{
    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    public Page<CatalogEntry<ApiScope>> Found { get; private set; } = new([], 1, PageRequest.Usual, 0);

    public bool MayChange => May(Permissions.ChangeConfiguration);

    protected override string LeastRole => Permissions.ReadConfiguration;

    public Task<IActionResult> OnGetAsync() => ShowAsync(scopes.List(Actor, new RegistryQuery(Search), new PageRequest(PageNumber)), page => Found = page);

    public string LinkTo(CatalogEntry<ApiScope> scope) => EntryPage<ApiScope>.Address(Url.Content("~" + ScopePage.HomePath), scope.Name);
}
