namespace IdentityProvider.Delivery;

/// <summary>Offers a message to the senders of its channel, one after the other, until one takes it.</summary>
internal sealed class MessageSenders(IServiceScopeFactory scopes, MessageOutbox outbox, ILogger<MessageSenders> logger)
{
    /// <summary>What a sender has before it counts as not answering.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Whether there is anybody to offer a message to; in Development there need not be.</summary>
    public bool Has(string channel)
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetSenders(channel).Count > 0;
    }

    /// <summary>Taken by one, with its name; or else why none took it: for now, if any of them may take it later.</summary>
    public async Task<(string? Sender, SendOutcome Outcome)> OfferAsync(Message row, CancellationToken cancellationToken)
    {
        using var scope = scopes.CreateScope();
        var message = await outbox.OpenAsync(row);
        SendOutcome? refusal = null;
        foreach (var sender in scope.ServiceProvider.GetSenders(row.Channel))
        {
            var outcome = await TryAsync(sender, message, cancellationToken);
            if (outcome is SendOutcome.Accepted)
                return (sender.Name, outcome);
            if (refusal is not SendOutcome.NotNow)
                refusal = outcome;
        }

        return (null, refusal ?? new SendOutcome.NotNow("no_sender"));
    }

    private async Task<SendOutcome> TryAsync(IMessageSender sender, OutgoingMessage message, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var outcome = await sender.SendAsync(message, patience.Token);
            if (ReasonOf(outcome) is { } reason)
                logger.MessageNotSent(message.Id, message.Channel, sender.Name, reason);
            return outcome;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Only the kind of failure: what a vendor's library says in its message may hold the number or the text.
            logger.MessageNotSent(message.Id, message.Channel, sender.Name, exception.GetType().Name);
            return new SendOutcome.NotNow(exception.GetType().Name);
        }
    }

    private static string? ReasonOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.NotNow { Reason: var reason } => reason,
        SendOutcome.Refused { Reason: var reason } => reason,
        _ => null,
    };
}
