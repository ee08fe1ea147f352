using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Clients;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Protocol.Clients;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>Finds clients.</summary>
public sealed class IndexModel(Administrator admin, ClientAdministration clients) : AdminPage(admin)
{
    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    /// <summary><c>true</c>, <c>false</c>; anything else: both.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Enabled { get; set; }

    /// <summary>One of <see cref="EntrySources"/>; anything else: all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Source { get; set; }

    /// <summary>One of <see cref="ClientKinds"/>; anything else: all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    public Page<CatalogEntry<Client>> Found { get; private set; } = new([], 1, PageRequest.Usual, 0);

    public bool IsFiltered => !string.IsNullOrEmpty(Search) || IsEnabled is not null || WantedSource is not null || WantedKind is not null;

    protected override string LeastRole => Permissions.ReadConfiguration;

    private bool? IsEnabled => bool.TryParse(Enabled, out var enabled) ? enabled : null;

    private string? WantedSource => EntrySources.All.Contains(Source) ? Source : null;

    private string? WantedKind => ClientKinds.All.Contains(Kind) ? Kind : null;

    public Task<IActionResult> OnGetAsync() => ShowAsync(
        clients.List(Actor, new RegistryQuery(Search, IsEnabled, WantedSource, WantedKind), new PageRequest(PageNumber)), page => Found = page);

    public string LinkTo(CatalogEntry<Client> client) => EntryPage<Client>.Address(Url.Content("~" + ClientPage.HomePath), client.Name);
}
