using IdentityProvider.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Account;

/// <summary>The account at a glance, and the mail to confirm the address once more.</summary>
public sealed class IndexModel(SignedInPerson people, EmailConfirmation confirmation, AccountPolicy policy, TimeProvider clock) : AccountPage(people)
{
    /// <summary>The proof has grown old, or there never was one: the number does not reset the password any more.</summary>
    public bool PhoneWantsProof =>
        policy.ResetChannels.HasFlag(Channels.Phone)
        && Person.User is { PhoneNumber: not null } user && (user.PhoneVerifiedAt ?? user.CreatedAt) <= clock.GetUtcNow() - policy.Phone.ProvenFor;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await confirmation.SendAsync(Person.User.Id, Aborted) is EmailOutcome.Refused { Error: var error })
            return await RefuseAsync(error);
        Notice = "The mail is on its way. The link in it works once.";
        return SeeOther(Url.Content("~/account"));
    }
}
