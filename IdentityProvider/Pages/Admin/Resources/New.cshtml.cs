using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Pages.Forms;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Resources;

/// <summary>Registers an API.</summary>
public sealed class NewModel(Administrator admin, ResourceAdministration resources, ScopeChoices scopes) : AdminPage(admin)
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? DisplayName { get; set; }

    [BindProperty]
    public List<string> Scopes { get; set; } = [];

    public IReadOnlyList<Option> ScopeOptions { get; private set; } = [];

    protected override string LeastRole => Permissions.ChangeConfiguration;

    // It takes its part of tokens that apps have already.
    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var api = new ApiResource(Name?.Trim() ?? "", Scopes, []) { DisplayName = Texts.OrNull(DisplayName) };
        if (await resources.CreateAsync(Actor, api, RequestSource.Of(HttpContext), Aborted) is RegistryOutcome<ApiResource>.Refused refused)
            return await RefuseAsync(FieldErrorNames.InForm(refused.Error));
        Notice = $"{api.DisplayName ?? api.Name} is registered. It needs a secret only if it asks here what a token means.";
        return SeeOther(EntryPage<ApiResource>.Address(Url.Content("~" + ResourcePage.HomePath), api.Name));
    }

    protected override async Task<IActionResult> ShowAsync()
    {
        ScopeOptions = await scopes.OfApisAsync(Aborted);
        return Page();
    }
}
