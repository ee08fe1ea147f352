using IdentityProvider.Accounts;
using IdentityProvider.Accounts.NewPasswords;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration;

/// <summary>Whoever runs the server sets somebody's password: nobody else may for another.</summary>
public sealed class OperatorPasswords(ProviderDbContext db, PasswordRules rules, PasswordHashes hashes, PasswordReplacement replacement, Profile profiles)
{
    /// <summary>All sessions of the account end.</summary>
    public async Task<UserOutcome> SetAsync(Guid userId, string? password, CancellationToken cancellationToken)
    {
        if (rules.CheckNew(password, "password") is { } weak)
            return new UserOutcome.Refused(weak);
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken) is not { } user)
            return new UserOutcome.Refused(AccountErrors.UserNotFound);

        var hash = hashes.Hash(user, password!);
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (!await replacement.ReplaceAsync(user, hash, currentSid: null, Actor.Operator, RequestSource.None, cancellationToken))
            return new UserOutcome.Refused(AccountErrors.ChangedMeanwhile);
        var profile = (await profiles.GetAsync(userId, cancellationToken))!;
        await work.CommitAsync(cancellationToken);
        return new UserOutcome.Done(profile);
    }
}
