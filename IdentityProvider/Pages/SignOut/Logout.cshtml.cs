using IdentityProvider.Protocol.EndSession;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Pages.SignOut;

/// <summary>Asks before it signs out, whoever sent the user here: another site could have (RP-Initiated Logout 2).</summary>
public sealed class LogoutModel(
    LogoutInteraction interaction, IBrowserSession browser, SignedInPerson people, ContentSecurityPolicy policy) : HostedPage
{
    /// <summary>What a client asked for; null: the user came alone.</summary>
    public PendingLogout? PendingLogout { get; private set; }

    public Person Person { get; private set; } = null!;

    public string Address => PendingLogout is null
        ? Url.Content("~/account/logout")
        : QueryHelpers.AddQueryString(Url.Content("~/account/logout"), "request", PendingLogout.Handle);

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await browser.EndAsync(HttpContext);
        return await LeaveAsync();
    }

    // Here ?request= is a logout that waits, not an authorization request.
    protected override async Task<IActionResult?> EnterAsync()
    {
        PendingLogout = await interaction.FindAsync(RequestHandle, Aborted);
        if (PendingLogout?.RedirectUri is { } redirectUri)
            policy.AllowFormToEndAt(redirectUri);
        if (PendingLogout?.Client?.LogoUri is { } logo)
            policy.AllowImage(logo);
        if (await people.FindAsync(HttpContext) is { } person)
        {
            Person = person;
            return null;
        }

        // Nobody is signed in, so nothing is asked.
        return await LeaveAsync();
    }

    private async Task<IActionResult> LeaveAsync() =>
        SeeOther(await interaction.CompleteAsync(PendingLogout?.Handle, Aborted) ?? Url.Content("~/account/logged-out"));
}
