using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Clients;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Protocol.Scopes;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Resources;

/// <summary>Finds APIs.</summary>
public sealed class IndexModel(Administrator admin, ResourceAdministration resources) : AdminPage(admin)
{
    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    public Page<CatalogEntry<ApiResource>> Found { get; private set; } = new([], 1, PageRequest.Usual, 0);

    protected override string LeastRole => Permissions.ReadConfiguration;

    public Task<IActionResult> OnGetAsync() => ShowAsync(resources.List(Actor, new RegistryQuery(Search), new PageRequest(PageNumber)), page => Found = page);

    public string LinkTo(CatalogEntry<ApiResource> api) => EntryPage<ApiResource>.Address(Url.Content("~" + ResourcePage.HomePath), api.Name);
}
