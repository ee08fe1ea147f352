using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration.Audit;

/// <summary>
/// Gives audit events their place in the chain, after they were written: so nobody who writes one waits for another. One node at a time does it,
/// the one that holds the lock of the chain's row; a node that dies over it has done nothing, and the next one goes on.
/// </summary>
public sealed class AuditSealer(IDbContextFactory<ProviderDbContext> contexts)
{
    private const int Batch = 200;

    /// <summary>Seals everything that was committed before the call; returns how many events this call sealed.</summary>
    public async Task<int> SealAsync(CancellationToken cancellationToken)
    {
        var all = 0;
        int some;
        do
        {
            some = await SealSomeAsync(cancellationToken);
            all += some;
        }
        while (some == Batch);
        return all;
    }

    /// <summary>Begins a transaction that nobody else seals or cuts in.</summary>
    /// <exception cref="InvalidOperationException">Somebody has removed the row.</exception>
    internal static async Task<AuditChain> TakeAsync(ProviderDbContext db, CancellationToken cancellationToken)
    {
        var taken = await db.AuditChain
            .Where(chain => chain.Id == AuditChain.TheOne)
            .ExecuteUpdateAsync(set => set.SetProperty(chain => chain.Sequence, chain => chain.Sequence), cancellationToken);
        return taken == 1
            ? await db.AuditChain.SingleAsync(chain => chain.Id == AuditChain.TheOne, cancellationToken)
            : throw new InvalidOperationException("The row of the table AuditChain is missing: audit events can't be sealed.");
    }

    /// <summary>Makes it the last one of the chain, whose row was taken.</summary>
    internal static void Seal(AuditChain chain, AuditEvent what)
    {
        (what.Sequence, what.Hash) = (chain.Sequence + 1, AuditSeal.Of(chain.Hash, chain.Sequence + 1, what));
        (chain.Sequence, chain.Hash) = (what.Sequence.Value, what.Hash);
    }

    private async Task<int> SealSomeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.AuditEvents.AnyAsync(what => what.Sequence == null, cancellationToken))
            return 0;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var chain = await TakeAsync(db, cancellationToken);
        var waiting = await db.AuditEvents
            .Where(what => what.Sequence == null)
            .OrderBy(what => what.At).ThenBy(what => what.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var what in waiting)
            Seal(chain, what);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return waiting.Count;
    }
}
