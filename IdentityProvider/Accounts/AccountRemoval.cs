using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Takes an account away, if it may go at all. The caller has begun the transaction, and knows that it may be asked for.</summary>
public sealed class AccountRemoval(ProviderDbContext db, AccountRoles roles, TopRole topRole, TokenChanges changes, AccountPolicy policy)
{
    /// <summary>Sessions, codes and everything issued go with the account. The refusal; null: it is gone.</summary>
    public async Task<AccountError?> RemoveAsync(Guid userId, CancellationToken cancellationToken)
    {
        if (await topRole.RefuseLossAsync(userId, cancellationToken) is { } last)
            return last;
        if (await IsProtectedAsync(userId, cancellationToken))
            return AccountErrors.NeverDeleted;

        var subject = userId.ToString();
        await db.SignInAttempts.Where(attempt => attempt.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.Grants.Where(grant => grant.Subject == subject).ExecuteDeleteAsync(cancellationToken);
        if (await db.Users.Where(user => user.Id == userId).ExecuteDeleteAsync(cancellationToken) == 0)
            return AccountErrors.UserNotFound;
        await changes.AnnounceAsync(subject, cancellationToken);
        return null;
    }

    /// <summary>Whether the account has a role whose accounts nobody deletes.</summary>
    public async Task<bool> IsProtectedAsync(Guid userId, CancellationToken cancellationToken) =>
        policy.NeverDeletedRoleOf(await roles.NamesAsync(userId, cancellationToken)) is not null;
}
