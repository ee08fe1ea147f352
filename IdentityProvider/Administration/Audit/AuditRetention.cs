using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Administration.Audit;

/// <summary>
/// Removes the oldest audit events, where <see cref="AuditOptions.Retention"/> says so. An event says which one went last, so that the rest can still
/// be checked and nobody else's cut passes for this one; the last event always stays.
/// </summary>
public sealed class AuditRetention(IDbContextFactory<ProviderDbContext> contexts, AuditTrail trail, IOptions<AuditOptions> options, TimeProvider clock)
{
    // Each cut is an event: large, so that a long log leaves few of them.
    private const int Batch = 5000;

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

        // What somebody else has cut stays to be found: an event of today would say that it was right.
        var newest = await db.AuditEvents.AsNoTracking()
            .Where(what => what.Name == AuditEvents.AuditCut && what.Sequence > chain.CutSequence)
            .OrderByDescending(what => what.Sequence)
            .FirstOrDefaultAsync(cancellationToken);
        if (CutOf(newest) != new AuditHead(chain.CutSequence, chain.CutHash))
            throw new InvalidOperationException("The row of AuditChain and the newest event audit_cut differ: the oldest audit events are not removed. See what audit verify says.");

        // Only from the beginning: one that was sealed late keeps what comes after it.
        var old = await db.AuditEvents.AsNoTracking()
            .Where(what => what.Sequence > chain.CutSequence && what.Sequence < chain.Sequence)
            .OrderBy(what => what.Sequence)
            .Take(Batch)
            .Select(what => new { what.Sequence, what.Hash, what.At })
            .ToListAsync(cancellationToken);
        if (old.TakeWhile(what => what.At < before).ToList() is not [.., var last] cut)
            return 0;

        // The event and the row say the same in one transaction; the triggers let go what the row says was cut, and nothing else.
        (chain.CutSequence, chain.CutHash) = (last.Sequence!.Value, last.Hash!);
        AuditSealer.Seal(chain, trail.Add(db, EntryOf(new AuditHead(chain.CutSequence, chain.CutHash))));
        await db.SaveChangesAsync(cancellationToken);
        await db.AuditEvents.Where(what => what.Sequence <= chain.CutSequence).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return cut.Count;
    }

    /// <summary>Up to which event the chain was cut off, as an event of it says; of none: nothing was. Null: it says nothing that can be read.</summary>
    internal static AuditHead? CutOf(AuditEvent? said)
    {
        if (said is null)
            return new AuditHead(0, AuditSeal.None);
        return AuditLogEntry.Of(said).After is { } after
            && after["sequence"] is JsonValue sequence && sequence.TryGetValue(out long number) && after["hash"] is JsonValue hash && hash.TryGetValue(out string? text)
                ? new AuditHead(number, text)
                : null;
    }

    private static AuditEntry EntryOf(AuditHead last) =>
        new(AuditEvents.AuditCut, UserId: null, RequestSource.None, "The oldest events were removed, as Audit:Retention wants it; up to which one stands beside.")
        {
            After = new JsonObject { ["sequence"] = last.Sequence, ["hash"] = last.Hash },
        };
}
