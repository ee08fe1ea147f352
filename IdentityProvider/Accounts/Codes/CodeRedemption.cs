using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Codes;

/// <summary>A code that was entered, and the token that says who asked for it.</summary>
public sealed record CodeEntry(string Phone, string Purpose, string Code, string RememberToken, RequestSource Source);

/// <summary>Decides about a code that was entered, in one transaction with what the right one brings about.</summary>
public sealed class CodeRedemption(
    ProviderDbContext db, CodeLimits limits, CodeControls controls, CodeHasher hasher, IdentifierClaims claims, ProofMaker proofs, TimeProvider clock)
{
    internal const int LongestCode = 32;

    public Task<CodeVerification> RedeemAsync(CodeEntry entry, CancellationToken cancellationToken) => UnitOfWork.RunAsync(db, async work =>
    {
        var outcome = await RedeemInTransactionAsync(entry, cancellationToken);

        // A wrong guess is kept; a number that another account owns by now undoes everything.
        if (outcome is not CodeVerification.Refused { Error: var error } || error != AccountErrors.PhoneTaken)
            await work.CommitAsync(cancellationToken);
        return outcome;
    }, cancellationToken);

    /// <summary>Uses up the proof that a right code brought, once.</summary>
    public async Task<bool> TakeProofAsync(string verifyHash, string purpose, Guid userId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.OneTimeCodes
            .Where(row => row.VerifyHash == verifyHash && row.Purpose == purpose && row.UserId == userId && row.VerifyExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.VerifyHash, (string?)null), cancellationToken) == 1;
    }

    private async Task<CodeVerification> RedeemInTransactionAsync(CodeEntry entry, CancellationToken cancellationToken)
    {
        // 1. The token names the claim. One of somebody else is a guess.
        var rememberHash = RandomHandle.Hash(entry.RememberToken);
        var row = await db.OneTimeCodes.AsNoTracking().FirstOrDefaultAsync(
            code => code.RememberHash == rememberHash && code.Phone == entry.Phone && code.Purpose == entry.Purpose, cancellationToken);
        if (row is null)
            return await RefuseForeignAsync(entry, cancellationToken);

        // 2. Without a code that could be guessed there is no guess to count.
        if (row.ConsumedAt is not null)
            return new CodeVerification.Refused(await ReasonOfLossAsync(entry, cancellationToken));
        if (row.ExpiresAt is null || row.ExpiresAt <= clock.GetUtcNow())
            return new CodeVerification.Refused(AccountErrors.OtpExpired);

        // 3. The guess is counted before it is looked at, so that of many at once no more than the limit are.
        if (await limits.TakeGuessAsync(entry.Phone, entry.Purpose, cancellationToken) is { } blocked)
            return new CodeVerification.Refused(blocked);
        if (!hasher.Matches(row, Normalize(entry.Code)))
            return new CodeVerification.Refused(AccountErrors.OtpInvalid);

        // 4. It is right: of any number of redemptions at once, one takes it.
        var proof = await proofs.MakeAsync(row, cancellationToken);
        if (!await TakeCodeAsync(row, proof, cancellationToken))
        {
            await limits.GiveGuessBackAsync(entry.Phone, entry.Purpose, cancellationToken);
            return new CodeVerification.Refused(await ReasonOfLossAsync(entry, cancellationToken));
        }

        await limits.ResetAsync(entry.Phone, entry.Purpose, cancellationToken);
        await controls.GiveBackAsync(row, cancellationToken);

        // 5. Whoever has the code has the number, whatever the code was for.
        if (row.UserId is { } userId && !await OwnAsync(userId, entry, cancellationToken))
            return new CodeVerification.Refused(AccountErrors.PhoneTaken);
        return new CodeVerification.Verified(proof.Token, proof.ExpiresAt, row.UserId);
    }

    private async Task<bool> OwnAsync(Guid userId, CodeEntry entry, CancellationToken cancellationToken) =>
        (entry.Purpose != CodePurposes.VerifyPhone && await claims.ProvePhoneAgainAsync(userId, entry.Phone, cancellationToken))
        || await claims.OwnPhoneAsync(userId, entry.Phone, cancellationToken);

    // Where no code was ever asked for there is nothing to guess, and nobody to be kept from it.
    private async Task<CodeVerification> RefuseForeignAsync(CodeEntry entry, CancellationToken cancellationToken)
    {
        var asked = await db.OneTimeCodes.AnyAsync(code => code.Phone == entry.Phone && code.Purpose == entry.Purpose, cancellationToken);
        var refusal = await limits.CountForeignTokenAsync(entry.Phone, entry.Purpose, entry.Source, mayBlock: asked, cancellationToken);
        return new CodeVerification.Refused(refusal ?? AccountErrors.OtpInvalid);
    }

    private async Task<bool> TakeCodeAsync(OneTimeCode code, Proof proof, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.OneTimeCodes
            .Where(row => row.Id == code.Id && row.ConsumedAt == null && row.CodeHash == code.CodeHash && row.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.ConsumedAt, now)
                .SetProperty(row => row.VerifyHash, proof.Hash)
                .SetProperty(row => row.VerifyExpiresAt, proof.ExpiresAt), cancellationToken) == 1;
    }

    /// <summary>Why a code that was right, or is gone, can't be redeemed: used before, or another account has proven the number.</summary>
    private async Task<AccountError> ReasonOfLossAsync(CodeEntry entry, CancellationToken cancellationToken)
    {
        var hash = RandomHandle.Hash(entry.RememberToken);
        var dropped = entry.Purpose == CodePurposes.VerifyPhone
            && await db.OneTimeCodes.AnyAsync(row => row.RememberHash == hash && row.UserId == null, cancellationToken)
            && await claims.IsPhoneOwnedAsync(entry.Phone, cancellationToken);
        return dropped ? AccountErrors.PhoneTaken : AccountErrors.OtpInvalid;
    }

    // People type the code as the message groups it.
    private static string Normalize(string code) =>
        code.Length > LongestCode ? "" : string.Concat(code.Where(character => !char.IsWhiteSpace(character) && character != '-'));
}
