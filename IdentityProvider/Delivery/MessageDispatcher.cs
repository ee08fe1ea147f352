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
            await CloseAsync(row, MessageStates.GivenUp, sentAt: null, cancellationToken);
        else if (await TrySendersAsync(message, cancellationToken))
            await CloseAsync(row, MessageStates.Sent, clock.GetUtcNow(), cancellationToken);
        else
            await RetryLaterAsync(row, message.Attempts, cancellationToken);
    }

    private async Task<bool> TrySendersAsync(Message message, CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        foreach (var sender in scope.ServiceProvider.GetServices<IMessageSender>().Where(sender => sender.Channel == message.Channel))
        {
            try
            {
                await sender.SendAsync(outbox.Open(message), cancellationToken);
                return true;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Only the kind of failure: what a vendor's library says in its message may hold the number or the text.
                logger.MessageNotSent(message.Id, message.Channel, sender.GetType().Name, exception.GetType().Name);
            }
        }

        return false;
    }

    // What a message said is of no use once it is out.
    private static Task CloseAsync(IQueryable<Message> row, string state, DateTimeOffset? sentAt, CancellationToken cancellationToken) =>
        row.ExecuteUpdateAsync(set => set
            .SetProperty(message => message.State, state)
            .SetProperty(message => message.SentAt, sentAt)
            .SetProperty(message => message.NextAttemptAt, (DateTimeOffset?)null)
            .SetProperty(message => message.Protected, Array.Empty<byte>()), cancellationToken);

    private Task RetryLaterAsync(IQueryable<Message> row, int attemptsBefore, CancellationToken cancellationToken)
    {
        var wait = FirstRetry * Math.Pow(2, attemptsBefore);
        var nextAt = clock.GetUtcNow() + (wait < LongestRetry ? wait : LongestRetry);
        return row.ExecuteUpdateAsync(set => set.SetProperty(message => message.NextAttemptAt, nextAt), cancellationToken);
    }
}
