using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Codes;

/// <summary>Whose code it is: a number, what for, and the account, if there is one.</summary>
public sealed record CodeClaim(string Phone, string Purpose, Guid? UserId)
{
    public string Key => $"{Phone}|{Purpose}|{UserId}";

    /// <summary>Whether there is somebody who should get the code. Only who registers with it has no account yet.</summary>
    public bool IsMeant => UserId is not null || Purpose == CodePurposes.Register;
}

/// <summary>Writes codes and their messages. The caller has begun the transaction.</summary>
public sealed class CodeIssuer(
    ProviderDbContext db, CodePermits permits, CodeHasher hasher, AccountMessages messages, AccountPolicy policy, TimeProvider clock)
{
    /// <summary>Sends a code, if it is permitted. For a claim that nobody is meant by everything happens but the message.</summary>
    public async Task<CodeOutcome> SendAsync(CodeClaim claim, RequestSource source, CancellationToken cancellationToken)
    {
        var permit = await permits.TakeAsync(claim, source, cancellationToken);
        if (permit.Refusal is { } refusal)
            return new CodeOutcome.Refused(refusal);

        var now = clock.GetUtcNow();
        var (network, hour) = (CodeControls.NetworkOf(source), CodeCounts.HourOf(now));
        var expiresAt = now + policy.Otp.Lifetime;
        var code = hasher.NewCode();
        var (hash, keyId) = hasher.Hash(claim.Key, code);
        var storedHash = claim.IsMeant ? hash : null;
        var rememberToken = await WriteTokenAsync(claim, now, cancellationToken);
        await Rows(claim).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.CodeHash, storedHash)
            .SetProperty(row => row.KeyId, keyId)
            .SetProperty(row => row.CountedCodes, row => row.ConsumedAt == null && row.CountedFor == network && row.CreatedAt >= hour ? row.CountedCodes + 1 : 1)
            .SetProperty(row => row.CountedFor, network)
            .SetProperty(row => row.CreatedAt, now)
            .SetProperty(row => row.ExpiresAt, expiresAt)
            .SetProperty(row => row.ConsumedAt, (DateTimeOffset?)null)
            .SetProperty(row => row.VerifyHash, (string?)null)
            .SetProperty(row => row.VerifyExpiresAt, (DateTimeOffset?)null), cancellationToken);

        if (claim.IsMeant)
            messages.EnqueueCode(db, claim.Phone, claim.Purpose, code, expiresAt);
        await db.SaveChangesAsync(cancellationToken);
        return new CodeOutcome.Sent(new CodeTicket(rememberToken, expiresAt, permit.NextAt));
    }

    /// <summary>Sends a code, or, where it is not permitted, gives a new token for the code that may still be out.</summary>
    public async Task<CodeTicket> SendOrRememberAsync(CodeClaim claim, RequestSource source, CancellationToken cancellationToken)
    {
        switch (await SendAsync(claim, source, cancellationToken))
        {
            case CodeOutcome.Sent sent:
                return sent.Ticket;
            case CodeOutcome.Refused { Error.RetryAfter: var wait }:
                var now = clock.GetUtcNow();
                var rememberToken = await WriteTokenAsync(claim, now, cancellationToken);
                var expiresAt = await Rows(claim)
                    .Where(row => row.ConsumedAt == null && row.ExpiresAt > now)
                    .Select(row => row.ExpiresAt)
                    .SingleOrDefaultAsync(cancellationToken);
                return new CodeTicket(rememberToken, expiresAt, now + wait);
            case var other:
                throw new System.Diagnostics.UnreachableException(other.GetType().Name);
        }
    }

    private async Task<string> WriteTokenAsync(CodeClaim claim, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rememberToken = RandomHandle.Create();
        var hash = RandomHandle.Hash(rememberToken);
        var createdAt = now.ToUnixTimeMilliseconds();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "OneTimeCodes" ("Id", "ClaimKey", "Phone", "Purpose", "UserId", "RememberHash", "CreatedAt")
            VALUES ({NewId.Create()}, {claim.Key}, {claim.Phone}, {claim.Purpose}, {claim.UserId}, {hash}, {createdAt})
            ON CONFLICT ("ClaimKey") DO UPDATE SET "RememberHash" = excluded."RememberHash"
            """,
            cancellationToken);
        return rememberToken;
    }

    private IQueryable<OneTimeCode> Rows(CodeClaim claim)
    {
        var key = claim.Key;
        return db.OneTimeCodes.Where(row => row.ClaimKey == key);
    }
}
