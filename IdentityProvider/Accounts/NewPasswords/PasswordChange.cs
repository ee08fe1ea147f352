using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.NewPasswords;

/// <summary>The signed-in owner sets a new password.</summary>
public sealed class PasswordChange(
    ProviderDbContext db, CurrentPassword currentPassword, PasswordHashes hashes, PasswordRules rules, PasswordReplacement replacement)
{
    /// <summary>With the current one. The account's other sessions end.</summary>
    public async Task<PasswordOutcome> ChangeAsync(
        Guid userId, string? current, string? next, string? currentSid, RequestSource source, CancellationToken cancellationToken)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken) is not { } user)
            return new PasswordOutcome.Refused(AccountErrors.TokenInvalid);
        if (await currentPassword.CheckAsync(user, current, source, cancellationToken) is { } refusal)
            return new PasswordOutcome.Refused(refusal);
        if (rules.CheckNew(next) is { } wrong)
            return new PasswordOutcome.Refused(wrong);

        var hash = hashes.Hash(user, next!);
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (!await replacement.ReplaceAsync(user, hash, currentSid, by: null, source, cancellationToken))
            return new PasswordOutcome.Refused(AccountErrors.WrongPassword);
        await work.CommitAsync(cancellationToken);
        return new PasswordOutcome.Changed(userId);
    }
}
