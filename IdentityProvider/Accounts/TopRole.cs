using IdentityProvider.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Sees to it that somebody active keeps the highest role, else nobody could ever give it again. The caller has begun the transaction.</summary>
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

        var holders = await db.UserRoles
            .Where(row => db.Roles.Any(role => role.Id == row.RoleId && role.NormalizedName == name))
            .Where(row => db.Users.Any(user => user.Id == row.UserId && user.IsActive))
            .Select(row => row.UserId)
            .Order()
            .Take(2)
            .ToListAsync(cancellationToken);
        return holders is [var only] && only == userId ? AccountErrors.LastOfTopRole(Name) : null;
    }
}
