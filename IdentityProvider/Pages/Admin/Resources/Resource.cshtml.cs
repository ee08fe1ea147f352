using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Resources;

/// <summary>What an API is, and what can be done with it.</summary>
public sealed class ResourceModel(Administrator admin, ResourceAdministration resources) : ResourcePage(admin, resources)
{
    public string? NewSecret { get; private set; }

    public bool MayChange => !IsFixed && May(Permissions.ChangeConfiguration);

    public bool MayDelete => !IsFixed && May(Permissions.DeleteConfiguration);

    public Task<IActionResult> OnGetAsync()
    {
        NewSecret = TakeSecret();
        return ShowAsync();
    }
}
