using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Claiming;

/// <summary>
/// Several accounts may claim a phone number or e-mail address; whoever proves it first owns it, and the other
/// claims go in the same transaction. The unique index decides, not a look before the write. The caller has begun the
/// transaction, and rolls it back where the proof comes too late.
/// </summary>
public sealed class IdentifierClaims(ProviderDbContext db, AccountPolicy policy, TimeProvider clock)
{
    /// <summary>How many accounts may claim one number. Each costs a hash at every sign-in that fails.</summary>
    public const int MostClaims = 3;

    public Task<bool> IsPhoneOwnedAsync(string phone, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(user => user.OwnedPhone == phone, cancellationToken);

    public Task<bool> IsEmailOwnedAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(user => user.OwnedEmail == normalizedEmail, cancellationToken);

    /// <summary>Which of these another account owns, as a refusal that names all; null: none.</summary>
    public async Task<AccountError?> FindTakenAsync(string? phone, string? normalizedEmail, CancellationToken cancellationToken)
    {
        var phoneTaken = phone is not null && await IsPhoneOwnedAsync(phone, cancellationToken);
        var emailTaken = normalizedEmail is not null && await IsEmailOwnedAsync(normalizedEmail, cancellationToken);
        return (phoneTaken, emailTaken) switch
        {
            (true, true) => AccountErrors.PhoneAndEmailTaken,
            (true, false) => AccountErrors.PhoneTaken,
            (false, true) => AccountErrors.EmailTaken,
            _ => null,
        };
    }

    /// <summary>The account has proven the number. False: it no longer claims it, or another account owns it.</summary>
    public async Task<bool> OwnPhoneAsync(Guid userId, string phone, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var stamp = RandomHandle.Create();
        var owned = await IsFirstAsync(db.Users
            .Where(user => user.Id == userId && user.PhoneNumber == phone)
            .ExecuteUpdateAsync(set => set
                .SetProperty(user => user.OwnedPhone, phone)
                .SetProperty(user => user.PhoneNumberConfirmed, true)
                .SetProperty(user => user.PhoneVerifiedAt, now)
                .SetProperty(user => user.UpdatedAt, now)
                .SetProperty(user => user.ConcurrencyStamp, stamp), cancellationToken));
        if (!owned)
            return false;

        await DropPhoneClaimsAsync(db.Users.Where(user => user.PhoneNumber == phone && user.Id != userId), phone, now, cancellationToken);
        return true;
    }

    /// <summary>The account has proven its own number once more. False: it has not proven it before.</summary>
    public async Task<bool> ProvePhoneAgainAsync(Guid userId, string phone, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Users
            .Where(user => user.Id == userId && user.OwnedPhone == phone && user.PhoneNumberConfirmed)
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.PhoneVerifiedAt, now), cancellationToken) == 1;
    }

    /// <summary>The account has proven the address, in its normalized form. False: it no longer claims it, or another account owns it.</summary>
    public async Task<bool> OwnEmailAsync(Guid userId, string normalizedEmail, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (stamp, emailStamp) = (RandomHandle.Create(), RandomHandle.Create());
        var owned = await IsFirstAsync(db.Users
            .Where(user => user.Id == userId && user.NormalizedEmail == normalizedEmail)
            .ExecuteUpdateAsync(set => set
                .SetProperty(user => user.OwnedEmail, normalizedEmail)
                .SetProperty(user => user.EmailConfirmed, true)
                .SetProperty(user => user.EmailStamp, emailStamp)
                .SetProperty(user => user.UpdatedAt, now)
                .SetProperty(user => user.ConcurrencyStamp, stamp), cancellationToken));
        if (!owned)
            return false;

        await DropEmailClaimsAsync(userId, normalizedEmail, now, cancellationToken);
        return true;
    }

    /// <summary>
    /// Lets go of claims on the number, where with this new one there are more than <see cref="MostClaims"/>: first of those
    /// that no code is out for, and of the newest, so that nobody is driven out by whoever comes later.
    /// </summary>
    public async Task MakeRoomAsync(Guid newcomerId, string phone, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var surplus = await db.Users
            .Where(user => user.PhoneNumber == phone && user.OwnedPhone == null && user.Id != newcomerId)
            .OrderByDescending(user => db.OneTimeCodes.Any(code =>
                code.UserId == user.Id && code.Phone == phone && code.CodeHash != null && code.ConsumedAt == null && code.ExpiresAt > now))
            .ThenBy(user => user.CreatedAt).ThenBy(user => user.Id)
            .Skip(MostClaims - 1)
            .Select(user => user.Id)
            .ToListAsync(cancellationToken);
        if (surplus.Count > 0)
            await DropPhoneClaimsAsync(db.Users.Where(user => surplus.Contains(user.Id)), phone, now, cancellationToken);
    }

    private async Task DropPhoneClaimsAsync(IQueryable<User> others, string phone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The codes die but their rows stay, without an account, so that whoever comes too late can be told so.
        var ids = others.Select(user => (Guid?)user.Id);
        await db.OneTimeCodes
            .Where(code => code.Phone == phone && ids.Contains(code.UserId))
            .ExecuteUpdateAsync(set => set
                .SetProperty(code => code.UserId, (Guid?)null)
                .SetProperty(code => code.CodeHash, (string?)null)
                .SetProperty(code => code.VerifyHash, (string?)null)
                .SetProperty(code => code.ConsumedAt, now), cancellationToken);

        // An account that nobody could ever sign in to, and now nobody can, is of no use: it would only hold its e-mail address.
        await others
            .Where(user => user.PhoneVerifiedAt == null && !(policy.SignInWithEmail && user.OwnedEmail != null))
            .ExecuteDeleteAsync(cancellationToken);
        var stamp = RandomHandle.Create();
        await others.ExecuteUpdateAsync(set => set
            .SetProperty(user => user.PhoneNumber, (string?)null)
            .SetProperty(user => user.PhoneNumberConfirmed, false)
            .SetProperty(user => user.UpdatedAt, now)
            .SetProperty(user => user.ConcurrencyStamp, stamp), cancellationToken);
    }

    // The mailed links of the others are bound to their stamp, so they die with it.
    private Task DropEmailClaimsAsync(Guid ownerId, string normalizedEmail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stamp = RandomHandle.Create();
        return db.Users
            .Where(user => user.NormalizedEmail == normalizedEmail && user.Id != ownerId)
            .ExecuteUpdateAsync(set => set
                .SetProperty(user => user.Email, (string?)null)
                .SetProperty(user => user.NormalizedEmail, (string?)null)
                .SetProperty(user => user.EmailConfirmed, false)
                .SetProperty(user => user.EmailStamp, (string?)null)
                .SetProperty(user => user.UpdatedAt, now)
                .SetProperty(user => user.ConcurrencyStamp, stamp), cancellationToken);
    }

    /// <summary>Whether the update found its row, and no other account had the value before.</summary>
    private static async Task<bool> IsFirstAsync(Task<int> update)
    {
        try
        {
            return await update > 0;
        }
        catch (Exception exception) when (exception.IsUniqueViolation())
        {
            return false;
        }
    }
}
