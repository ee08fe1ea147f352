using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Registering;

/// <summary>Turns a draft into an account.</summary>
public sealed class NewAccounts(UserManager<User> users, AccountRoles roles, PasswordHashes passwords, TimeProvider clock)
{
    public string Normalize(string email) => users.NormalizeEmail(email)!;

    /// <summary>The account, not yet written; its password, if it has one, is hashed.</summary>
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
            OwnedPhone = draft.ReservesIdentifiers ? draft.Phone : null,
            OwnedEmail = draft.ReservesIdentifiers && draft.Email is not null ? Normalize(draft.Email) : null,
            FullName = draft.FullName,
            DateOfBirth = draft.DateOfBirth,
            Gender = draft.Gender,
            Address = draft.Address,
            City = draft.City,
            Locale = draft.Locale,
            CreatedAt = now,
            UpdatedAt = now,
        };
        user.PasswordHash = draft.Password is null ? null : passwords.Hash(user, draft.Password);
        return user;
    }

    /// <summary>
    /// Writes the account, with a role. The caller has begun the transaction. The refusal, where another account has just
    /// taken what this one reserves; then the caller undoes everything. Null: it is written.
    /// </summary>
    public async Task<AccountError?> AddAsync(User user, string role, CancellationToken cancellationToken)
    {
        try
        {
            var result = await users.CreateAsync(user);
            if (!result.Succeeded)
                throw new InvalidOperationException($"The account was refused: {string.Join(", ", result.Errors.Select(error => error.Code))}.");
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation(nameof(User.OwnedPhone)))
        {
            return AccountErrors.PhoneTaken;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation(nameof(User.OwnedEmail)))
        {
            return AccountErrors.EmailTaken;
        }

        await roles.SetAsync(user.Id, [role], cancellationToken);
        return null;
    }
}
