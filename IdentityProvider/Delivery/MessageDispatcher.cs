using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Delivery;

/// <summary>
/// Sends what waits in the outbox. Every node may run one: a message is leased by one statement, so that one node sends
/// it, and the lease runs out if that node dies. A message may go out twice then, but is never lost.
/// </summary>
internal sealed class MessageDispatcher(
    IServiceScopeFactory scopes, IDbContextFactory<ProviderDbContext> contexts, MessageOutbox outbox, TimeProvider clock, ILogger<MessageDispatcher> logger)
    : BackgroundService
{
    private const int Batch = 20;
    private const int MostAttempts = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SendDueAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.OutboxNotRead(exception);
            }
        }
    }

    /// <summary>Sends what is due now, the oldest first.</summary>
    internal async Task SendDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var due = await db.Messages.AsNoTracking()
            .Where(message => message.NextAttemptAt <= now)
            .OrderBy(message => message.CreatedAt)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        await Parallel.ForEachAsync(due, cancellationToken, async (message, cancel) => await SendAsync(message, cancel));
    }

    private async Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var leasedUntil = now + Lease;
        var row = db.Messages.Where(other => other.Id == message.Id);
        var leased = await row
            .Where(other => other.NextAttemptAt == message.NextAttemptAt)
            .ExecuteUpdateAsync(set => set
                .SetProperty(other => other.NextAttemptAt, leasedUntil)
                .SetProperty(other => other.Attempts, other => other.Attempts + 1), cancellationToken);
        if (leased == 0)
            return;

        if (message.ExpiresAt <= now || message.Attempts >= MostAttempts)
        {
            await CloseAsync(row, MessageStates.GivenUp, cancellationToken);
            return;
        }

        switch (await TrySendersAsync(message, cancellationToken))
        {
            case (string sender, SendOutcome.Accepted { VendorId: var vendorId }):
                var sentAt = clock.GetUtcNow();
                await row.ExecuteUpdateAsync(set => set
                    .SetProperty(other => other.Sender, sender)
                    .SetProperty(other => other.VendorId, vendorId)
                    .SetProperty(other => other.SentAt, sentAt), cancellationToken);
                await CloseAsync(row, MessageStates.Sent, cancellationToken);
                break;
            case (_, SendOutcome.Refused { Reason: var reason }):
                await NoteAsync(row, reason, cancellationToken);
                await CloseAsync(row, MessageStates.GivenUp, cancellationToken);
                break;
            case (_, SendOutcome.NotNow { Reason: var reason, RetryAfter: var after }):
                await NoteAsync(row, reason, cancellationToken);
                await RetryLaterAsync(row, message.Attempts, after, cancellationToken);
                break;
        }
    }

    /// <summary>The first outcome that is final, with its sender: taken by one, refused by all, or else none of them now.</summary>
    private async Task<(string? Sender, SendOutcome Outcome)> TrySendersAsync(Message message, CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        SendOutcome outcome = new SendOutcome.NotNow("no_sender");
        foreach (var sender in scope.ServiceProvider.GetServices<IMessageSender>().Where(sender => sender.Channel == message.Channel))
        {
            var answer = await TryAsync(sender, message, cancellationToken);
            if (answer is SendOutcome.Accepted)
                return (sender.Name, answer);
            if (outcome is not SendOutcome.NotNow { Reason: not "no_sender" })
                outcome = answer;
        }

        return (null, outcome);
    }

    private async Task<SendOutcome> TryAsync(IMessageSender sender, Message message, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await sender.SendAsync(outbox.Open(message), cancellationToken);
            if (outcome is SendOutcome.NotNow { Reason: var later })
                logger.MessageNotSent(message.Id, message.Channel, sender.Name, later);
            else if (outcome is SendOutcome.Refused { Reason: var never })
                logger.MessageNotSent(message.Id, message.Channel, sender.Name, never);
            return outcome;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Only the kind of failure: what a vendor's library says in its message may hold the number or the text.
            logger.MessageNotSent(message.Id, message.Channel, sender.Name, exception.GetType().Name);
            return new SendOutcome.NotNow(exception.GetType().Name);
        }
    }

    private static Task NoteAsync(IQueryable<Message> row, string reason, CancellationToken cancellationToken) =>
        row.ExecuteUpdateAsync(set => set.SetProperty(message => message.Failure, reason), cancellationToken);

    // What a message said is of no use once it is out.
    private static Task CloseAsync(IQueryable<Message> row, string state, CancellationToken cancellationToken) =>
        row.ExecuteUpdateAsync(set => set
            .SetProperty(message => message.State, state)
            .SetProperty(message => message.NextAttemptAt, (DateTimeOffset?)null)
            .SetProperty(message => message.Protected, Array.Empty<byte>()), cancellationToken);

    private Task RetryLaterAsync(IQueryable<Message> row, int attemptsBefore, TimeSpan? wanted, CancellationToken cancellationToken)
    {
        var doubled = FirstRetry * Math.Pow(2, attemptsBefore);
        var ours = doubled < LongestRetry ? doubled : LongestRetry;
        var nextAt = clock.GetUtcNow() + (wanted > ours ? wanted.Value : ours);
        return row.ExecuteUpdateAsync(set => set.SetProperty(message => message.NextAttemptAt, nextAt), cancellationToken);
    }
}
