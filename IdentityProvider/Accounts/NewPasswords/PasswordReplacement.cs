using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.NewPasswords;

/// <summary>Writes a new password over the old one. The caller has begun the transaction, and knows that it may be done.</summary>
public sealed class PasswordReplacement(ProviderDbContext db, Sessions sessions, AuditTrail audit)
{
    /// <summary>False: another new password came first. The account's other sessions end.</summary>
    /// <param name="user">The account, as it was when that was decided.</param>
    /// <param name="hash">The new password's hash.</param>
    /// <param name="currentSid">The session that stays; null: none does.</param>
    /// <param name="by">Who sets it; null: the owner.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task<bool> ReplaceAsync(
        User user, string hash, string? currentSid, Actor? by, RequestSource source, CancellationToken cancellationToken)
    {
        var (stamp, version) = (RandomHandle.Create(), RandomHandle.Create());
        var changed = await db.Users
            .Where(row => row.Id == user.Id && row.SecurityStamp == user.SecurityStamp)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.PasswordHash, hash)
                .SetProperty(row => row.SecurityStamp, stamp)
                .SetProperty(row => row.ConcurrencyStamp, version), cancellationToken);
        if (changed == 0)
            return false;
        await sessions.EndAllAsync(user.Id, SessionEndReasons.PasswordChanged, currentSid, cancellationToken);
        audit.Add(db, new AuditEntry(AuditEvents.PasswordChanged, user.Id, source, "The password was changed.")
        {
            By = by ?? Actor.Owner(user.Id, currentSid),
            Target = AuditTarget.User(user.Id),
        });
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }
}
