using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Accounts.NewPasswords;
using IdentityProvider.Data;

namespace IdentityProvider.Administration;

/// <summary>Tells people that an account was made for them, by every way on which they can choose its password. The caller has begun the transaction.</summary>
public sealed class Invitations(
    ProviderDbContext db, AccountMessages messages, ResetLinks resets, EmailLinks confirmations, CodeControls controls, AccountPolicy policy)
{
    /// <summary>Null: told. Else there is no SMS left to tell them by; then the caller undoes everything.</summary>
    public async Task<ControlRefusal?> SendAsync(User user, CancellationToken cancellationToken)
    {
        var ways = policy.Identifiers & policy.ResetChannels;
        if (user.PhoneNumber is { } phone && ways.HasFlag(Channels.Phone))
        {
            if (await controls.TakeMessageAsync(cancellationToken) is { } refusal)
                return refusal;
            messages.EnqueueWelcome(db, phone);
        }

        // Where a mailed link can't set a password, it confirms the address, as after a registration.
        if (user.Email is not null && ways.HasFlag(Channels.Email))
            await resets.WelcomeAsync(user, cancellationToken);
        else
            await confirmations.SendAsync(user, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
