using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Accounts.NewPasswords;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration;

/// <summary>What having a reset sent to somebody came to.</summary>
public abstract record ResetOutcome
{
    private ResetOutcome() { }

    /// <summary>A message is on its way.</summary>
    /// <param name="Channel">One of <see cref="MessageChannels"/>.</param>
    public sealed record Sent(string Channel) : ResetOutcome;

    public sealed record Refused(AccountError Error) : ResetOutcome;
}

/// <summary>Has somebody told how to set a new password, by a way that the policy has for that. Whoever asks for it learns neither link nor code.</summary>
public sealed class UserResets(
    ProviderDbContext db, GuardedChanges changes, ResetLinks links, ResetNotices notices, AbuseDecisions decisions, AuditTrail audit, AccountPolicy policy)
{
    /// <summary>To the number, if the account has one that a code may go to; else to the address. The old password works until there is a new one.</summary>
    public async Task<ResetOutcome> SendAsync(Actor actor, Guid userId, RequestSource source, CancellationToken cancellationToken)
    {
        var (channel, phone, noRoom) = ("", "", (ControlRefusal?)null);
        var intended = new IntendedChange(actor, policy.Permissions.Update, userId, source, Event: null) { LeavesAccount = true };
        var outcome = await changes.MakeAsync(intended, async _ =>
        {
            var user = await db.Users.AsNoTracking().SingleAsync(row => row.Id == userId, cancellationToken);
            if (!user.IsActive)
                return AccountErrors.AccountInactive;
            if (notices.Reaches(user))
                (channel, phone) = (MessageChannels.Sms, user.OwnedPhone!);
            else if (links.Reaches(user))
                channel = MessageChannels.Email;
            else
                return AccountErrors.NoWayToReset;

            if (channel == MessageChannels.Email && await links.SendToAsync(user, cancellationToken) is { } tooMany)
                return tooMany;
            if (channel == MessageChannels.Sms && await notices.SendAsync(user, cancellationToken) is NoticeOutcome.Refused refused)
            {
                noRoom = refused.Control;
                return refused.Error;
            }

            audit.Add(db, EntryOf(actor, userId, source, channel));
            return null;
        }, cancellationToken);

        // What was done is undone; that it was refused stays.
        if (noRoom is not null)
            await decisions.AddAsync(noRoom, phone, "reset", source, cancellationToken);
        return outcome is UserOutcome.Refused { Error: var error } ? new ResetOutcome.Refused(error) : new ResetOutcome.Sent(channel);
    }

    private static AuditEntry EntryOf(Actor actor, Guid userId, RequestSource source, string channel) =>
        new(AuditEvents.ResetSent, userId, source, "A message says how to set a new password.")
        {
            By = actor,
            Target = AuditTarget.User(userId),
            After = new JsonObject { ["channel"] = channel },
        };
}
