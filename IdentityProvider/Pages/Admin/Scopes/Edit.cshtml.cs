using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Scopes;

/// <summary>Changes what a scope says of itself.</summary>
public sealed class EditModel(Administrator admin, ScopeAdministration scopes) : ScopePage(admin, scopes)
{
    [BindProperty]
    public string? DisplayName { get; set; }

    [BindProperty]
    public string? Description { get; set; }

    public bool MayDelete => May(Permissions.DeleteConfiguration);

    // It is what people go by when they say yes to an app.
    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync()
    {
        (DisplayName, Description) = (Scope.DisplayName, Scope.Description);
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync() => await FinishAsync(
        await Scopes.ReplaceAsync(
            Actor, Scope with { DisplayName = Texts.OrNull(DisplayName), Description = Texts.OrNull(Description) }, SentVersion, Source, Aborted),
        "The scope is saved.");
}
