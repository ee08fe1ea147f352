using IdentityProvider.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>
/// Sees to it that somebody keeps the highest role who is active and can sign in, else nobody could ever give it again. The caller has begun the
/// transaction.
/// </summary>
public sealed class TopRole(ProviderDbContext db, ILookupNormalizer normalizer, AccountPolicy policy)
{
    private string Name => policy.RoleNames[^1];

    /// <summary>
    /// Why the account may not lose the role, be deactivated or go; null: it may. Until the transaction ends nobody else is
    /// answered: of two who each count on the other, one comes too late.
    /// </summary>
    public async Task<AccountError?> RefuseLossAsync(Guid userId, CancellationToken cancellationToken)
    {
        var name = normalizer.NormalizeName(Name);
        await db.Roles
            .Where(role => role.NormalizedName == name)
            .ExecuteUpdateAsync(set => set.SetProperty(role => role.ConcurrencyStamp, role => role.ConcurrencyStamp), cancellationToken);

        var holders = db.UserRoles
            .Where(row => db.Roles.Any(role => role.Id == row.RoleId && role.NormalizedName == name))
            .Join(db.Users, row => row.UserId, user => user.Id, (row, user) => user)
            .Where(user => user.IsActive);
        return await holders.AnyAsync(user => user.Id == userId, cancellationToken)
            && !await CanSignIn(holders.Where(user => user.Id != userId)).AnyAsync(cancellationToken)
                ? AccountErrors.LastOfTopRole(Name)
                : null;
    }

    // Whoever was invited and never came may never come. What nobody has proven, another may prove tomorrow.
    private IQueryable<User> CanSignIn(IQueryable<User> users)
    {
        var (byPhone, byEmail, byCode) = (policy.SignInWithPhone, policy.SignInWithEmail, policy.SignInWithCode);
        var (needsPhone, needsEmail) = (policy.VerifiedBeforeSignIn.HasFlag(Channels.Phone), policy.VerifiedBeforeSignIn.HasFlag(Channels.Email));
        return users.Where(user =>
            (byCode && user.PhoneNumberConfirmed)
            || (user.PasswordHash != null
                && ((byPhone && user.PhoneNumberConfirmed) || (byEmail && user.EmailConfirmed))
                && (!needsPhone || user.PhoneNumberConfirmed)
                && (!needsEmail || user.EmailConfirmed)));
    }
}
