using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Scopes;

/// <summary>Registers a scope.</summary>
public sealed class NewModel(Administrator admin, ScopeAdministration scopes) : AdminPage(admin)
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? DisplayName { get; set; }

    [BindProperty]
    public string? Description { get; set; }

    protected override string LeastRole => Permissions.ChangeConfiguration;

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        var scope = new ApiScope(Name?.Trim() ?? "", Texts.OrNull(DisplayName), Texts.OrNull(Description));
        if (await scopes.CreateAsync(Actor, scope, RequestSource.Of(HttpContext), Aborted) is RegistryOutcome<ApiScope>.Refused refused)
            return await RefuseAsync(FieldErrorNames.InForm(refused.Error));
        Notice = $"The scope {scope.Name} is registered. Tick it at the API that understands it, and at the clients that may ask for it.";
        return SeeOther(Url.Content("~/admin/scopes"));
    }
}
