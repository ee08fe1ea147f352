using IdentityProvider.Accounts.Failures;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.NewPasswords;

/// <summary>The signed-in owner sets a new password.</summary>
public sealed class PasswordChange(
    ProviderDbContext db, PasswordHashes hashes, PasswordRules rules, LoginFailures failures, PasswordReplacement replacement)
{
    /// <summary>With the current one. The account's other sessions end.</summary>
    public async Task<PasswordOutcome> ChangeAsync(
        Guid userId, string? current, string? next, string? currentSid, RequestSource source, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(row => row.Id == userId, cancellationToken);
        var attempt = failures.Attempt(user.PhoneNumber ?? user.NormalizedEmail ?? user.Id.ToString(), source, trustedDevice: null, [user]);
        if (await failures.TakeAsync(attempt, cancellationToken) is { } wait)
            return new PasswordOutcome.Refused(AccountErrors.TooManyAttempts(wait));
        if (!await hashes.CheckAsync(user, current ?? "", cancellationToken))
        {
            await failures.CountEverywhereAsync(attempt, cancellationToken);
            return new PasswordOutcome.Refused(AccountErrors.WrongPassword);
        }

        await failures.ForgetAsync(attempt, cancellationToken);

        if (rules.CheckNew(next) is { } wrong)
            return new PasswordOutcome.Refused(wrong);

        var hash = hashes.Hash(user, next!);
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (!await replacement.ReplaceAsync(user, hash, currentSid, source, cancellationToken))
            return new PasswordOutcome.Refused(AccountErrors.WrongPassword);
        await work.CommitAsync(cancellationToken);
        return new PasswordOutcome.Changed(userId);
    }
}
