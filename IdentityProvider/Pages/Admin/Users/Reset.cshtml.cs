using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Delivery;
using IdentityProvider.Pages.Admin.Frame;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>Has somebody told how to choose a new password.</summary>
public sealed class ResetModel(Administrator admin, UserDirectory directory, AccountRoles roles, UserResets resets) : UserAccountPage(admin, directory, roles)
{
    protected override string LeastRole => Permissions.Update;

    protected override bool Changes => true;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        switch (await resets.SendAsync(Actor, Id, Source, Aborted))
        {
            case ResetOutcome.Sent sent:
                Notice = sent.Channel == MessageChannels.Sms
                    ? $"An SMS to {Account.Phone} says how to choose a new password."
                    : $"A mail to {Account.Email} has the link to choose a new password.";
                return SeeOther(Link);
            case ResetOutcome.Refused refused:
                return await LoadAsync() ?? await RefuseAsync(refused.Error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
