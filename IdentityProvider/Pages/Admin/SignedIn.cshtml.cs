using IdentityProvider.Pages.Admin.Frame;

namespace IdentityProvider.Pages.Admin;

/// <summary>Where a sign-in ends that was opened beside a form.</summary>
public sealed class SignedInModel(Administrator admin) : AdminPage(admin)
{
    protected override string LeastRole => Admin.LeastRole;

    public void OnGet() { }
}
