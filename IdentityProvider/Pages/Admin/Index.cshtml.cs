using IdentityProvider.Pages.Admin.Frame;

namespace IdentityProvider.Pages.Admin;

/// <summary>What one finds at the console, for whoever has any business there.</summary>
public sealed class IndexModel(Administrator admin) : AdminPage(admin)
{
    protected override string LeastRole => Admin.LeastRole;

    public void OnGet() { }
}
