using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Data;

namespace IdentityProvider.Accounts.NewPasswords;

/// <summary>What telling somebody by SMS where to set a new password came to.</summary>
public abstract record NoticeOutcome
{
    private NoticeOutcome() { }

    public sealed record Sent : NoticeOutcome;

    /// <param name="Error">Why not.</param>
    /// <param name="Control">The control that has no room left; null: the number has had its messages of the day.</param>
    public sealed record Refused(AccountError Error, ControlRefusal? Control) : NoticeOutcome;
}

/// <summary>
/// Tells people by SMS where to set a new password. There is no code in it: whoever asks for it there, on their own device, gets one.
/// </summary>
public sealed class ResetNotices(
    ProviderDbContext db, AccountMessages messages, CodeLimits limits, CodeControls controls, AccountPolicy policy, TimeProvider clock)
{
    private const string Purpose = "reset_notice";

    /// <summary>Whether the account has a number of its own, proven not too long ago, and the policy resets by it.</summary>
    public bool Reaches(User user) =>
        policy.ResetChannels.HasFlag(Channels.Phone)
        && user.OwnedPhone is not null
        && (user.PhoneVerifiedAt ?? user.CreatedAt) > clock.GetUtcNow() - policy.Phone.ProvenFor;

    /// <summary>The caller has begun the transaction, and undoes everything where it is refused.</summary>
    public async Task<NoticeOutcome> SendAsync(User user, CancellationToken cancellationToken)
    {
        var phone = user.OwnedPhone!;
        var permit = await limits.TakeSendAsync(phone, Purpose, new SendLimit(policy.Otp.MaxCodesPerDay, policy.Otp.ResendDelay), cancellationToken);
        if (permit.Refusal is { } tooOften)
            return new NoticeOutcome.Refused(tooOften, Control: null);
        if (await controls.TakeMessageAsync(cancellationToken) is { } noRoom)
            return new NoticeOutcome.Refused(noRoom.Error, noRoom);
        if (user.PasswordHash is null)
            messages.EnqueueWelcome(db, phone);
        else
            messages.EnqueueResetNotice(db, user);
        await db.SaveChangesAsync(cancellationToken);
        return new NoticeOutcome.Sent();
    }
}
