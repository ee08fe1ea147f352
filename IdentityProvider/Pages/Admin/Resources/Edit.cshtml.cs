using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Pages.Forms;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Resources;

/// <summary>Changes an API.</summary>
public sealed class EditModel(Administrator admin, ResourceAdministration resources, ScopeChoices scopes) : ResourcePage(admin, resources)
{
    [BindProperty]
    public string? DisplayName { get; set; }

    [BindProperty]
    public List<string> Scopes { get; set; } = [];

    public IReadOnlyList<Option> ScopeOptions { get; private set; } = [];

    protected override bool Changes => true;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync()
    {
        (DisplayName, Scopes) = (Resource.DisplayName, [.. Resource.Scopes]);
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync() => await FinishAsync(
        await Resources.ReplaceAsync(Actor, Resource with { DisplayName = Texts.OrNull(DisplayName), Scopes = Scopes }, SentVersion, Source, Aborted),
        "The API is saved.");

    protected override async Task<IActionResult> ShowAsync()
    {
        ScopeOptions = await scopes.OfApisAsync(Aborted);
        return await base.ShowAsync();
    }
}
