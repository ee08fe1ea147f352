using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Forms;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Keys;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Keys;

/// <summary>Has the next key sign, or a new one at once where one leaked.</summary>
public sealed class RotateModel(Administrator admin, KeyAdministration keys) : AdminPage(admin)
{
    /// <summary>One of <see cref="KeyRollover.Algorithms"/>; empty: each.</summary>
    [BindProperty]
    public string? Algorithm { get; set; }

    [BindProperty]
    public bool AtOnce { get; set; }

    public static IEnumerable<Option> Algorithms { get; } = [new("", "All"), .. KeyRollover.Algorithms.Select(name => new Option(name, name))];

    public static IEnumerable<Option> Leaked { get; } =
    [
        new("true", "A key has leaked: replace it at once",
            "A new key signs now and the old ones are gone. Nothing that they signed verifies any more: people sign in again, and apps that keep keys may fail until they fetch them anew."),
    ];

    protected override string LeastRole => Permissions.RotateKeys;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var algorithm = string.IsNullOrEmpty(Algorithm) ? null : Algorithm;
        switch (await keys.RotateAsync(Actor, algorithm, AtOnce, RequestSource.Of(HttpContext), Aborted))
        {
            case Reading<RotatedKeys>.Found { What.Skipped: var skipped }:
                Notice = AtOnce ? "A new key signs, and the old ones are gone." : "The next key signs as soon as every app has had the time to see it."
                    + string.Concat(skipped.Select(name => $" {name} was left as it is: its next key is on its way already."));
                return SeeOther(Url.Content("~/admin/keys"));
            case Reading<RotatedKeys>.Refused refused:
                return await RefuseAsync(refused.Error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
