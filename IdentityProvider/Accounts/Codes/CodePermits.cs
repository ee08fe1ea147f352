using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Accounts.Codes;

/// <summary>Permits a code by all limits together, or remembers which one refused it. The caller has begun the transaction.</summary>
public sealed class CodePermits(ProviderDbContext db, CodeLimits limits, CodeControls controls, AbuseDecisions decisions, AccountPolicy policy, TimeProvider clock)
{
    private const string BeforeTaking = "before_taking";

    public async Task<SendPermit> TakeAsync(CodeClaim claim, RequestSource source, CancellationToken cancellationToken)
    {
        // The number's turn is kept though the rest is undone: what follows is in its shelter.
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("There is no transaction.");
        await limits.TakeTurnAsync(claim.Phone, claim.Purpose, cancellationToken);
        await transaction.CreateSavepointAsync(BeforeTaking, cancellationToken);

        var permit = await limits.TakeSendAsync(
            claim.Phone, claim.Purpose, new SendLimit(policy.Otp.MaxCodesPerDay, policy.Otp.ResendDelay), cancellationToken);
        var refusal = permit.Refusal is { } ofNumber
            ? new ControlRefusal(ofNumber, "number", "today", permit.SentToday, policy.Otp.MaxCodesPerDay)
            : await controls.TakeAsync(claim.Phone, claim.Purpose, CodeControls.NetworkOf(source), cancellationToken);
        if (refusal is null)
            return permit;

        await transaction.RollbackToSavepointAsync(BeforeTaking, cancellationToken);
        await decisions.AddAsync(refusal, claim.Phone, claim.Purpose, source, cancellationToken);
        return permit with { Refusal = refusal.Error, NextAt = clock.GetUtcNow() + (refusal.Error.RetryAfter ?? TimeSpan.Zero) };
    }
}
