using IdentityProvider.Accounts.Failures;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.NewPasswords;

/// <summary>The signed-in owner sets a new password.</summary>
public sealed class PasswordChange(
    ProviderDbContext db, PasswordHashes hashes, PasswordRules rules, LoginFailures failures, Sessions sessions, AuditTrail audit)
{
    /// <summary>With the current one. The account's other sessions end.</summary>
    public async Task<PasswordOutcome> ChangeAsync(
        Guid userId, string? current, string? next, string? currentSid, RequestSource source, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(row => row.Id == userId, cancellationToken);
        var attempt = failures.Attempt(user.PhoneNumber ?? user.NormalizedEmail ?? user.Id.ToString(), source, trustedDevice: null, [user]);
        if (await failures.LockedForAsync(attempt, cancellationToken) is { } wait)
            return new PasswordOutcome.Refused(AccountErrors.TooManyAttempts(wait));
        if (!await hashes.CheckAsync(user, current ?? "", cancellationToken))
        {
            await failures.CountAsync(attempt, cancellationToken);
            return new PasswordOutcome.Refused(AccountErrors.WrongPassword);
        }

        if (rules.Check(next) is { Count: > 0 } wrong)
            return new PasswordOutcome.Refused(AccountErrors.Validation(new Dictionary<string, string[]> { ["newPassword"] = [.. wrong] }));

        var (hash, stamp, version) = (hashes.Hash(user, next!), RandomHandle.Create(), RandomHandle.Create());
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        var changed = await db.Users
            .Where(row => row.Id == userId && row.SecurityStamp == user.SecurityStamp)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.PasswordHash, hash)
                .SetProperty(row => row.SecurityStamp, stamp)
                .SetProperty(row => row.ConcurrencyStamp, version), cancellationToken);
        if (changed == 0)
            return new PasswordOutcome.Refused(AccountErrors.WrongPassword);
        await sessions.EndAllAsync(userId, SessionEndReasons.PasswordChanged, currentSid, cancellationToken);
        audit.Add(db, new AuditEntry(AuditEvents.PasswordChanged, userId, source, "The password was changed."));
        await db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new PasswordOutcome.Changed(userId);
    }
}
