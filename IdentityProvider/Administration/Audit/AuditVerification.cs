using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration.Audit;

/// <summary>Which event a chain ends with, to be noted somewhere else: it proves that nothing up to it was changed since.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Hash">Its hash.</param>
public sealed record AuditHead(long Sequence, string Hash)
{
    /// <summary>Reads <c>sequence:hash</c>; null: it is something else.</summary>
    public static AuditHead? Read(string text) =>
        text.Split(':') is [var sequence, { Length: 64 } hash]
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && hash.All(char.IsAsciiHexDigit)
            ? new AuditHead(number, hash.ToLowerInvariant())
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}:{Hash}");
}

/// <summary>What checking the chain came to.</summary>
public abstract record AuditVerdict
{
    private AuditVerdict() { }

    /// <summary>Every event is as it was sealed, and none is missing.</summary>
    /// <param name="First">The place of the oldest that is kept.</param>
    /// <param name="Head">The last of them.</param>
    public sealed record Intact(long First, AuditHead Head) : AuditVerdict
    {
        /// <summary>How many there are.</summary>
        public long Count => Head.Sequence - First + 1;
    }

    /// <summary>It is not.</summary>
    /// <param name="Sequence">The first event that is changed, missing, or where it should not be.</param>
    /// <param name="Reason">What is wrong with it, as a sentence that begins with it.</param>
    public sealed record Broken(long Sequence, string Reason) : AuditVerdict;
}

/// <summary>Checks the chain of audit events from its beginning to its end, a page at a time.</summary>
public sealed class AuditVerification(IDbContextFactory<ProviderDbContext> contexts, AuditSealer sealer)
{
    private const int PageSize = 1000;

    /// <param name="noted">A head that was noted earlier; null: none was.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<AuditVerdict> VerifyAsync(AuditHead? noted, CancellationToken cancellationToken)
    {
        if (await ChainAsync(cancellationToken) is null)
            return new AuditVerdict.Broken(0, "The row that says where the chain ends is missing.");
        await sealer.SealAsync(cancellationToken);
        while (true)
        {
            var chain = (await ChainAsync(cancellationToken))!;
            var verdict = await VerifyAsync(chain, noted, cancellationToken);
            // The oldest were removed while they were read: what is left is read anew.
            if (verdict is AuditVerdict.Intact || (await ChainAsync(cancellationToken))?.CutSequence == chain.CutSequence)
                return verdict;
        }
    }

    private async Task<AuditVerdict> VerifyAsync(AuditChain chain, AuditHead? noted, CancellationToken cancellationToken)
    {
        var cut = new AuditHead(chain.CutSequence, chain.CutHash);
        var (last, said) = (cut, AuditRetention.CutOf(null));
        if (Contradiction(last, noted) is { } atTheCut)
            return atTheCut;
        if (noted?.Sequence < last.Sequence)
            return Broken(noted.Sequence, "was removed because it was old; note a later head.");
        while (await PageAsync(last.Sequence, chain.Sequence, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var what in page)
            {
                if (what.Sequence != last.Sequence + 1)
                    return Broken(last.Sequence + 1, "is missing.");
                if (what.Hash != AuditSeal.Of(last.Hash, what.Sequence.Value, what))
                    return Broken(what.Sequence.Value, "was changed, or does not continue the one before it.");
                last = new AuditHead(what.Sequence.Value, what.Hash!);
                if (what.Name == AuditEvents.AuditCut)
                    said = AuditRetention.CutOf(what);
                if (Contradiction(last, noted) is { } other)
                    return other;
            }
        }

        if (last.Sequence != chain.Sequence)
            return Broken(last.Sequence + 1, "is missing.");
        if (last.Hash != chain.Hash)
            return Broken(last.Sequence, "is not the one that the chain ended with.");
        if (noted?.Sequence > last.Sequence)
            return Broken(last.Sequence + 1, $"is missing: the chain once went on to {noted.Sequence}.");
        // Only the server's own retention says so in the chain; it leaves the last event, so what it says is always there to be read.
        if (said != cut)
            return Broken(Math.Min(cut.Sequence, said?.Sequence ?? 0) + 1, "was removed otherwise than the chain says: the row of AuditChain and the newest event audit_cut differ.");
        if (await BeforeAsync(chain, cancellationToken) is { } before)
            return Broken(before, "stands before the beginning of the chain.");
        return await IsSomethingBehindAsync(cancellationToken)
            ? Broken(chain.Sequence + 1, "stands behind the end of the chain.")
            : new AuditVerdict.Intact(chain.CutSequence + 1, last);
    }

    private static AuditVerdict.Broken? Contradiction(AuditHead found, AuditHead? noted) =>
        noted?.Sequence == found.Sequence && noted.Hash != found.Hash
            ? Broken(found.Sequence, $"is another than was noted: its hash is {found.Hash}. It, or one before it, was changed and the chain written anew.")
            : null;

    private static AuditVerdict.Broken Broken(long sequence, string what) =>
        new(sequence, string.Create(CultureInfo.InvariantCulture, $"Event {sequence} {what}"));

    private async Task<AuditChain?> ChainAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.AuditChain.AsNoTracking().SingleOrDefaultAsync(chain => chain.Id == AuditChain.TheOne, cancellationToken);
    }

    private async Task<List<AuditEvent>> PageAsync(long after, long upTo, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.AuditEvents.AsNoTracking()
            .Where(what => what.Sequence > after && what.Sequence <= upTo)
            .OrderBy(what => what.Sequence)
            .Take(PageSize)
            .ToListAsync(cancellationToken);
    }

    private async Task<long?> BeforeAsync(AuditChain chain, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.AuditEvents.Where(what => what.Sequence <= chain.CutSequence).MinAsync(what => what.Sequence, cancellationToken);
    }

    // In this order: what is sealed meanwhile moves the end before it is asked for.
    private async Task<bool> IsSomethingBehindAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var highest = await db.AuditEvents.MaxAsync(what => what.Sequence, cancellationToken);
        return highest > (await ChainAsync(cancellationToken))?.Sequence;
    }
}
