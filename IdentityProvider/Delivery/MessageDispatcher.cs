using System.Security.Cryptography;

namespace IdentityProvider.Delivery;

/// <summary>
/// Sends what waits in the outbox, on every node that runs. No message is lost: it leaves the queue only once a sender has
/// taken it, it is refused for good, or its time is over. It can go out twice where the node dies, or the database can't
/// be written to, between a sender's taking it and the row's saying so; a sender that gives no answer in time may have
/// taken it, too.
/// </summary>
internal sealed class MessageDispatcher(
    MessageQueue queue, MessageSenders senders, MessageOutbox outbox, TimeProvider clock, ILogger<MessageDispatcher> logger)
    : BackgroundService
{
    /// <summary>How many of a channel are on their way at once.</summary>
    private const int Slots = 32;

    // Other nodes' messages, and those that wait for their next try, are found by looking.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // While all slots are taken, they come free one by one: one statement for several of them.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(10);

    // What is being handed over when the host stops may finish, so that it doesn't go out again elsewhere.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        // A channel whose senders hang doesn't hold up the other one.
        await Task.WhenAll(MessageChannels.All.Where(senders.Has).Select(channel => RunAsync(channel, stoppingToken)));

    /// <summary>Sends what is due now, one after the other, until nothing is.</summary>
    internal async Task SendDueAsync(string channel, CancellationToken cancellationToken)
    {
        while (await queue.TakeAsync(channel, Slots, cancellationToken) is { Count: > 0 } taken)
            foreach (var message in taken)
                await SendAsync(message, cancellationToken);
    }

    private async Task RunAsync(string channel, CancellationToken stoppingToken)
    {
        using var slots = new SemaphoreSlim(Slots);
        using var stopped = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => stopped.CancelAfter(Grace));
        try
        {
            while (true)
            {
                var (taken, mayBeMore) = await TakeAsync(channel, slots, stoppingToken);
                foreach (var message in taken)
                    _ = SendAndReleaseAsync(message, slots, stopped.Token);
                if (mayBeMore)
                    await Task.Delay(Gathering, stoppingToken);
                else
                    await outbox.WaitAsync(channel, Pause, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            for (var slot = 0; slot < Slots; slot++)
                await slots.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>As many messages as slots are free, each of which holds its slot; and whether that was not enough for all that are due.</summary>
    private async Task<(IReadOnlyList<Message> Taken, bool MayBeMore)> TakeAsync(string channel, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        var free = 1;
        while (slots.Wait(0, CancellationToken.None))
            free++;
        IReadOnlyList<Message> taken = [];
        try
        {
            taken = await queue.TakeAsync(channel, free, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.OutboxNotRead(exception);
        }
        finally
        {
            if (taken.Count < free)
                slots.Release(free - taken.Count);
        }

        return (taken, taken.Count == free);
    }

    private async Task SendAndReleaseAsync(Message message, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(message, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.OutboxNotWritten(exception, message.Id);
        }
        catch (OperationCanceledException)
        {
            // The host stops. The lease runs out, and whoever runs then sends it.
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        if (message.EndsAt <= clock.GetUtcNow())
        {
            await GiveUpAsync(message, message.Failure is { } failure ? $"expired, {failure}" : "expired", cancellationToken);
            return;
        }

        var (sender, outcome) = await OfferAsync(message, cancellationToken);
        switch (outcome)
        {
            case SendOutcome.Accepted { VendorId: var vendorId }:
                await UntilWrittenAsync(() => queue.SentAsync(message, sender!, vendorId, cancellationToken), message, cancellationToken);
                break;
            case SendOutcome.Refused { Reason: var reason }:
                await GiveUpAsync(message, reason, cancellationToken);
                break;
            case SendOutcome.NotNow { Reason: var reason, RetryAfter: var wanted }:
                await queue.RetryAsync(message, reason, WaitAfter(message.Attempts, wanted), cancellationToken);
                break;
        }
    }

    private async Task<(string? Sender, SendOutcome Outcome)> OfferAsync(Message message, CancellationToken cancellationToken)
    {
        try
        {
            return await senders.OfferAsync(message, cancellationToken);
        }
        catch (CryptographicException)
        {
            // Its key is gone, and no later try brings it back.
            return (null, new SendOutcome.Refused("unreadable"));
        }
    }

    private Task GiveUpAsync(Message message, string reason, CancellationToken cancellationToken)
    {
        logger.MessageGivenUp(message.Id, message.Channel, reason);
        return queue.GiveUpAsync(message, reason, cancellationToken);
    }

    /// <summary>The message is out: as long as the lease holds, a database that is away for a moment must not have it sent again.</summary>
    private async Task UntilWrittenAsync(Func<Task> write, Message message, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException && clock.GetUtcNow() < message.NextAttemptAt)
            {
                logger.OutboxNotWritten(exception, message.Id);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>Twice as long after each try, give or take a fifth, so that what failed together doesn't come back together.</summary>
    private static TimeSpan WaitAfter(int attempts, TimeSpan? wanted)
    {
        var doubled = FirstWait * Math.Pow(2, Math.Min(attempts - 1, 16));
        var wait = (doubled < LongestWait ? doubled : LongestWait) * (RandomNumberGenerator.GetInt32(80, 121) / 100.0);
        return wanted > wait ? wanted.Value : wait;
    }
}
