using IdentityProvider.Accounts.Codes;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.NewPasswords;

/// <summary>The signed-in owner sets a new password after a code to the registered number.</summary>
public sealed class PasswordChangeByCode(
    ProviderDbContext db, PasswordHashes hashes, PasswordRules rules, OneTimeCodes codes, PasswordReplacement replacement)
{
    /// <summary>With the proof of a code for <c>change_password</c>. The account's other sessions end.</summary>
    public async Task<PasswordOutcome> ChangeAsync(
        Guid userId, string? verifyToken, string? next, string? currentSid, RequestSource source, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(verifyToken))
            return new PasswordOutcome.Refused(AccountErrors.OtpRequired);

        // Before the proof is used up: a password that is too weak does not cost a code.
        if (rules.CheckNew(next) is { } wrong)
            return new PasswordOutcome.Refused(wrong);

        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken) is not { } user)
            return new PasswordOutcome.Refused(AccountErrors.TokenInvalid);
        var hash = hashes.Hash(user, next!);
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (!await codes.TakeProofAsync(verifyToken, CodePurposes.ChangePassword, userId, cancellationToken)
            || !await replacement.ReplaceAsync(user, hash, currentSid, by: null, source, cancellationToken))
            return new PasswordOutcome.Refused(AccountErrors.ProofInvalid);
        await work.CommitAsync(cancellationToken);
        return new PasswordOutcome.Changed(userId);
    }
}
