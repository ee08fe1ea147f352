using IdentityProvider.Data;
using IdentityProvider.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Delivery;

/// <summary>
/// The outbox as its dispatchers see it. Each takes messages by one statement that leases them, so that a message has one
/// dispatcher however many nodes there are; where one dies, its leases run out and others take over.
/// </summary>
public sealed class MessageQueue(IDbContextFactory<ProviderDbContext> contexts, TimeProvider clock)
{
    /// <summary>Longer than all senders of a channel take together: a message whose lease has run out may go out twice.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Leases messages that are due, the longest waiting first.</summary>
    /// <param name="channel">One of <see cref="MessageChannels"/>.</param>
    /// <param name="most">How many at once.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<IReadOnlyList<Message>> TakeAsync(string channel, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var (due, leasedUntil) = (now.ToUnixTimeMilliseconds(), (now + Lease).ToUnixTimeMilliseconds());
        // PostgreSQL passes over what another dispatcher is just taking; SQLite has one writer at a time anyway.
        var taken = db.Database.IsNpgsql()
            ? db.Messages.FromSql(
                $"""
                UPDATE "Messages" SET "NextAttemptAt" = {leasedUntil}, "Attempts" = "Attempts" + 1
                WHERE "Id" = ANY (ARRAY(SELECT "Id" FROM "Messages" WHERE "Channel" = {channel} AND "NextAttemptAt" <= {due}
                    ORDER BY "NextAttemptAt" LIMIT {most} FOR UPDATE SKIP LOCKED))
                RETURNING *
                """)
            : db.Messages.FromSql(
                $"""
                UPDATE "Messages" SET "NextAttemptAt" = {leasedUntil}, "Attempts" = "Attempts" + 1
                WHERE "Id" IN (SELECT "Id" FROM "Messages" WHERE "Channel" = {channel} AND "NextAttemptAt" <= {due}
                    ORDER BY "NextAttemptAt" LIMIT {most})
                RETURNING *
                """);
        return await taken.AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>Since when the oldest message waits that has neither been sent nor given up; null: none waits.</summary>
    public async Task<DateTimeOffset?> OldestAsync(string channel, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Messages.Where(row => row.Channel == channel && row.NextAttemptAt != null).MinAsync(row => (DateTimeOffset?)row.CreatedAt, cancellationToken);
    }

    /// <summary>A sender took it. What it said is of no use any more, and goes. A report that came before this is not undone.</summary>
    public Task SentAsync(Message message, string sender, string? vendorId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return UpdateAsync(message.Id, waiting => waiting.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, MessageStates.Sent)
            .SetProperty(row => row.SentAt, now)
            .SetProperty(row => row.Sender, sender)
            .SetProperty(row => row.VendorId, vendorId)
            .SetProperty(row => row.Failure, (string?)null)
            .SetProperty(row => row.NextAttemptAt, (DateTimeOffset?)null)
            .SetProperty(row => row.Protected, Array.Empty<byte>()), cancellationToken), cancellationToken);
    }

    /// <summary>Nobody took it this time. If its lease has run out meanwhile, it is whoever's who has it now.</summary>
    public Task RetryAsync(Message message, string reason, TimeSpan wait, CancellationToken cancellationToken)
    {
        var (nextAt, failure) = (clock.GetUtcNow() + wait, Cut(reason));
        return UpdateAsync(message.Id, waiting => waiting
            .Where(row => row.NextAttemptAt == message.NextAttemptAt)
            .ExecuteUpdateAsync(set => set
                .SetProperty(row => row.Failure, failure)
                .SetProperty(row => row.NextAttemptAt, nextAt), cancellationToken), cancellationToken);
    }

    /// <summary>It is not tried any more. Until it ends its text is kept, so that an administrator can have it sent after all.</summary>
    public Task GiveUpAsync(Message message, string reason, CancellationToken cancellationToken)
    {
        var (kept, failure) = (message.EndsAt <= clock.GetUtcNow() ? [] : message.Protected, Cut(reason));
        return UpdateAsync(message.Id, waiting => waiting.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, MessageStates.GivenUp)
            .SetProperty(row => row.Failure, failure)
            .SetProperty(row => row.NextAttemptAt, (DateTimeOffset?)null)
            .SetProperty(row => row.Protected, kept), cancellationToken), cancellationToken);
    }

    private static string Cut(string reason) => reason.Length <= Lengths.Identifier ? reason : reason[..Lengths.Identifier];

    private async Task UpdateAsync(Guid id, Func<IQueryable<Message>, Task> update, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await update(db.Messages.Where(row => row.Id == id && row.State == MessageStates.Waiting));
    }
}
