using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin;

/// <summary>How the provider is doing, and where one acts.</summary>
public sealed class IndexModel(Administrator admin, ProviderOverview overview) : AdminPage(admin)
{
    /// <summary>Null: they may see something of the console, but not this.</summary>
    public OverviewNumbers? Numbers { get; private set; }

    protected override string LeastRole => Admin.LeastRole;

    public async Task<IActionResult> OnGetAsync()
    {
        Numbers = (await overview.ReadAsync(Actor, Aborted) as Reading<OverviewNumbers>.Found)?.What;
        return await ShowAsync();
    }

    internal static string Size(long bytes) => bytes switch
    {
        < 1 << 20 => FormattableString.Invariant($"{Math.Max(1, bytes >> 10)} kB"),
        < 1 << 30 => FormattableString.Invariant($"{bytes / (double)(1 << 20):0.0} MB"),
        _ => FormattableString.Invariant($"{bytes / (double)(1 << 30):0.0} GB"),
    };
}
