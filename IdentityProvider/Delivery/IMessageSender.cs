namespace IdentityProvider.Delivery;

/// <summary>Hands messages of one channel to whoever delivers them. Any number of a channel: they are tried in the order of their registration.</summary>
public interface IMessageSender
{
    /// <summary>Its name in settings, in the message's row and in logs: <c>vonage</c>.</summary>
    string Name { get; }

    /// <summary>One of <see cref="MessageChannels"/>.</summary>
    string Channel { get; }

    /// <summary>Hands it over. What it throws counts as <see cref="SendOutcome.NotNow"/>.</summary>
    Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}

/// <summary>What came of handing a message to a sender. Reasons are words of ours or a vendor's codes, never numbers, addresses or texts.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>The vendor has it.</summary>
    /// <param name="VendorId">Under which name the vendor's later reports speak of it; null: there are none.</param>
    public sealed record Accepted(string? VendorId = null) : SendOutcome;

    /// <summary>Not taken, or nobody knows: the next sender is asked, and if none takes it, all are again later.</summary>
    /// <param name="Reason">Why, in a word or two.</param>
    /// <param name="RetryAfter">How long the vendor wants to be left alone; null: it didn't say.</param>
    public sealed record NotNow(string Reason, TimeSpan? RetryAfter = null) : SendOutcome;

    /// <summary>This sender will never take this message: the next one is asked, and if all say so, it is given up.</summary>
    /// <param name="Reason">Why, in a word or two.</param>
    public sealed record Refused(string Reason) : SendOutcome;
}
