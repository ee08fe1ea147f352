using IdentityProvider.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Recovery;

/// <summary>Says that a link is on its way, or would be, if somebody had the address.</summary>
public sealed class LinkSentModel(AccountPolicy policy) : HostedPage
{
    internal const string AddressKey = "LinkSentTo";

    /// <summary>As it was typed, so that a slip is seen; null: the page was opened in another way.</summary>
    [TempData(Key = AddressKey)]
    public string? Address { get; set; }

    /// <summary>How long the link can be followed.</summary>
    public TimeSpan ValidFor => policy.Email.ResetLinkLifetime;

    public bool IsCertain => policy.RevealUnknownUsers;

    public Task<IActionResult> OnGetAsync() => ShowAsync();
}
