using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Scopes;

/// <summary>Asks before a scope is deleted.</summary>
public sealed class DeleteModel(Administrator admin, ScopeAdministration scopes) : ScopePage(admin, scopes)
{
    protected override string LeastRole => Permissions.DeleteConfiguration;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync() =>
        await FinishAsync(await Scopes.DeleteAsync(Actor, Name, version: null, Source, Aborted), $"The scope {Name} is deleted.");
}
