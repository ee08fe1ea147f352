using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Registering;

/// <summary>Turns a draft into an account.</summary>
public sealed class NewAccounts(ProviderDbContext db, UserManager<User> users, PasswordHashes passwords, AccountPolicy policy, TimeProvider clock)
{
    public string Normalize(string email) => users.NormalizeEmail(email)!;

    /// <summary>The account, not yet written; its password is hashed.</summary>
    public User Prepare(AccountDraft draft)
    {
        var now = clock.GetUtcNow();
        var id = NewId.Create();
        var user = new User
        {
            Id = id,
            UserName = id.ToString(),
            PhoneNumber = draft.Phone,
            Email = draft.Email,
            EmailStamp = draft.Email is null ? null : RandomHandle.Create(),
            OwnedPhone = policy.ReserveUnverified ? draft.Phone : null,
            OwnedEmail = policy.ReserveUnverified && draft.Email is not null ? Normalize(draft.Email) : null,
            FullName = draft.FullName,
            DateOfBirth = draft.DateOfBirth,
            Gender = draft.Gender,
            Address = draft.Address,
            City = draft.City,
            CreatedAt = now,
            UpdatedAt = now,
        };
        user.PasswordHash = passwords.Hash(user, draft.Password);
        return user;
    }

    /// <summary>Writes the account, with the lowest role. The caller has begun the transaction.</summary>
    public async Task AddAsync(User user, CancellationToken cancellationToken)
    {
        var result = await users.CreateAsync(user);
        if (!result.Succeeded)
            throw new InvalidOperationException($"The account was refused: {string.Join(", ", result.Errors.Select(error => error.Code))}.");
        var role = users.NormalizeName(policy.RoleNames[0]);
        db.UserRoles.Add(new IdentityUserRole<Guid>
        {
            UserId = user.Id,
            RoleId = await db.Roles.Where(row => row.NormalizedName == role).Select(row => row.Id).SingleAsync(cancellationToken),
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
