using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Administration.Audit;

/// <summary>
/// Removes the oldest audit events, where <see cref="AuditOptions.Retention"/> says so. What the first one that stays continues is kept, so that the
/// rest can still be checked; the last event always stays.
/// </summary>
public sealed class AuditRetention(IDbContextFactory<ProviderDbContext> contexts, IOptions<AuditOptions> options, TimeProvider clock)
{
    private const int Batch = 500;

    /// <summary>Returns how many were removed.</summary>
    public async Task<int> CutAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Retention is not { } retention)
            return 0;
        var all = 0;
        int some;
        do
        {
            some = await CutSomeAsync(clock.GetUtcNow() - retention, cancellationToken);
            all += some;
        }
        while (some == Batch);
        return all;
    }

    private async Task<int> CutSomeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var chain = await AuditSealer.TakeAsync(db, cancellationToken);

        // Only from the beginning: one that was sealed late keeps what comes after it.
        var old = await db.AuditEvents.AsNoTracking()
            .Where(what => what.Sequence > chain.CutSequence && what.Sequence < chain.Sequence)
            .OrderBy(what => what.Sequence)
            .Take(Batch)
            .Select(what => new { what.Sequence, what.Hash, what.At })
            .ToListAsync(cancellationToken);
        if (old.TakeWhile(what => what.At < before).ToList() is not [.., var last] cut)
            return 0;

        // The triggers let go what the row says was cut, and nothing else.
        (chain.CutSequence, chain.CutHash) = (last.Sequence!.Value, last.Hash!);
        await db.SaveChangesAsync(cancellationToken);
        await db.AuditEvents.Where(what => what.Sequence <= chain.CutSequence).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return cut.Count;
    }
}
