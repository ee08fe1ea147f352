namespace IdentityProvider.Delivery;

/// <summary>Hands messages of one channel to whoever delivers them. Any number of a channel: they are tried in the order of their registration.</summary>
public interface IMessageSender
{
    /// <summary>One of <see cref="MessageChannels"/>.</summary>
    string Channel { get; }

    /// <summary>Throws where it could not be handed over; it is tried again then.</summary>
    Task SendAsync(OutgoingMessage message, CancellationToken cancellationToken);
}
