using IdentityProvider.Accounts.Codes;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Accounts;

/// <summary>What deleting an account came to.</summary>
public abstract record DeletionOutcome
{
    private DeletionOutcome() { }

    public sealed record Deleted : DeletionOutcome;

    public sealed record Refused(AccountError Error) : DeletionOutcome;
}

/// <summary>The owner deletes the account.</summary>
public sealed class AccountDeletion(ProviderDbContext db, OneTimeCodes codes, AccountRemoval removal, AuditTrail audit)
{
    /// <summary>With the proof of a code for <c>delete_account</c>. Sessions, codes and everything issued go with the account.</summary>
    public async Task<DeletionOutcome> DeleteAsync(Guid userId, string? verifyToken, RequestSource source, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (!await codes.TakeProofAsync(verifyToken, CodePurposes.DeleteAccount, userId, cancellationToken))
            return new DeletionOutcome.Refused(AccountErrors.ProofInvalid);

        if (await removal.RemoveAsync(userId, cancellationToken) is { } refusal)
            return new DeletionOutcome.Refused(refusal);
        audit.Add(db, new AuditEntry(AuditEvents.AccountDeleted, userId, source, "The owner deleted the account."));
        await db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new DeletionOutcome.Deleted();
    }
}
