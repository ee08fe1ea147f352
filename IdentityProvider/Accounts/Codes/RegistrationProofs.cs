using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Codes;

/// <summary>Decides about the proof with which somebody who has no account yet registers. The caller has begun the transaction, and commits it either way.</summary>
public sealed class RegistrationProofs(ProviderDbContext db, CodeLimits limits, IdentifierClaims claims, AuditTrail audit, TimeProvider clock, ILogger<RegistrationProofs> logger)
{
    /// <summary>Uses up the proof, once. Null: it was good.</summary>
    public async Task<AccountError?> TakeAsync(string phone, string verifyToken, RequestSource source, CancellationToken cancellationToken)
    {
        if (await limits.FindBlockAsync(phone, CodePurposes.Register, cancellationToken) is { } blocked)
            return blocked;

        var hash = RandomHandle.Hash(verifyToken);
        var codes = db.OneTimeCodes.Where(code => code.Phone == phone && code.Purpose == CodePurposes.Register);
        var standing = await codes.AsNoTracking().FirstOrDefaultAsync(code => code.VerifyHash == hash, cancellationToken);
        if (standing is null)
        {
            // Of two who send the same proof at once, the one that comes second is nobody who tries something.
            if (await claims.IsPhoneOwnedAsync(phone, cancellationToken))
                return AccountErrors.PhoneTaken;
            var asked = await codes.AnyAsync(cancellationToken);
            Record(asked, source);
            await limits.CountForeignTokenAsync(phone, CodePurposes.Register, source, mayBlock: asked, cancellationToken);
            return AccountErrors.MaliciousRequest;
        }

        var now = clock.GetUtcNow();
        if (standing.VerifyExpiresAt <= now)
            return AccountErrors.ProofExpired;

        var taken = await codes
            .Where(code => code.VerifyHash == hash && code.VerifyExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(code => code.VerifyHash, (string?)null), cancellationToken);
        return taken == 1 ? null : AccountErrors.PhoneTaken;
    }

    // Nobody comes here with a token that the server has not given them, unless they try something. A row only where there
    // is something to try: else anybody could fill the audit trail with numbers.
    private void Record(bool asked, RequestSource source)
    {
        if (asked)
            audit.Add(db, new AuditEntry(AuditEvents.MaliciousRequest, UserId: null, source, "A registration came without a valid proof."));
        else
            logger.MadeUpRegistrationProof(source.Address);
    }
}
