using IdentityProvider.Accounts.Codes;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>What deleting an account came to.</summary>
public abstract record DeletionOutcome
{
    private DeletionOutcome() { }

    public sealed record Deleted : DeletionOutcome;

    public sealed record Refused(AccountError Error) : DeletionOutcome;
}

/// <summary>By which proof an owner deletes the account.</summary>
public enum DeletionWay
{
    /// <summary>By none: nobody deletes an account of this role.</summary>
    None,

    /// <summary>By a code to the account's own number.</summary>
    Code,

    /// <summary>By the current password: there is no number that a code could go to.</summary>
    Password,
}

/// <summary>With what an owner proves that the account is to be deleted; the account decides which of them it takes.</summary>
/// <param name="VerifyToken">The proof of a code for <c>delete_account</c>.</param>
/// <param name="CurrentPassword">The password.</param>
public sealed record DeletionProof(string? VerifyToken, string? CurrentPassword);

/// <summary>The owner deletes the account.</summary>
public sealed class AccountDeletion(ProviderDbContext db, OneTimeCodes codes, CurrentPassword password, AccountRemoval removal, AuditTrail audit)
{
    public async Task<DeletionWay> FindWayAsync(User user, CancellationToken cancellationToken) =>
        await removal.IsProtectedAsync(user.Id, cancellationToken) ? DeletionWay.None : WayOf(user);

    /// <summary>Sessions, codes and everything issued go with the account.</summary>
    public async Task<DeletionOutcome> DeleteAsync(Guid userId, DeletionProof proof, RequestSource source, CancellationToken cancellationToken)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken) is not { } user)
            return new DeletionOutcome.Refused(AccountErrors.TokenInvalid);
        var way = WayOf(user);
        if (await RefuseAsync(way, user, proof, source, cancellationToken) is { } refusal)
            return new DeletionOutcome.Refused(refusal);

        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (way == DeletionWay.Code && !await codes.TakeProofAsync(proof.VerifyToken, CodePurposes.DeleteAccount, userId, cancellationToken))
            return new DeletionOutcome.Refused(AccountErrors.ProofInvalid);
        if (await removal.RemoveAsync(userId, cancellationToken) is { } obstacle)
            return new DeletionOutcome.Refused(obstacle == AccountErrors.UserNotFound ? AccountErrors.TokenInvalid : obstacle);
        audit.Add(db, new AuditEntry(AuditEvents.AccountDeleted, userId, source, "The owner deleted the account.")
        {
            By = Actor.Owner(userId, sessionId: null),
            Target = AuditTarget.User(userId),
        });
        await db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new DeletionOutcome.Deleted();
    }

    // What can be said before the transaction: a password takes long to check, and nobody should wait for that.
    private async Task<AccountError?> RefuseAsync(
        DeletionWay way, User user, DeletionProof proof, RequestSource source, CancellationToken cancellationToken) => (way, proof) switch
    {
        (DeletionWay.Code, { VerifyToken: null, CurrentPassword: not null }) => AccountErrors.OtpRequired,
        (DeletionWay.Code, _) => null,
        (_, { CurrentPassword: null or "" }) => AccountErrors.PasswordRequired,
        _ => await password.CheckAsync(user, proof.CurrentPassword, source, cancellationToken),
    };

    // A code wherever there is a number for it: the password alone would let in whoever has found a browser that is signed in and knows it.
    private static DeletionWay WayOf(User user) => user.OwnedPhone is null ? DeletionWay.Password : DeletionWay.Code;
}
