using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Resources;

/// <summary>Makes a new secret, beside which the old one stays valid for a while.</summary>
public sealed class SecretModel(Administrator admin, ResourceAdministration resources) : ResourcePage(admin, resources)
{
    /// <summary>Hours.</summary>
    [BindProperty]
    public string? Overlap { get; set; } = Overlaps.Usual;

    protected override bool Changes => true;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync() => await FinishAsync(
        await Resources.RotateSecretAsync(Actor, Name, Overlaps.Read(Overlap), Source, Aborted), "There is a new secret.");
}
