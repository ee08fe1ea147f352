using System.Threading.Channels;
using IdentityProvider.Delivery;

namespace IdentityProvider.Tests.Hosting;

/// <summary>Stands for a vendor of SMS or mail: what it is given to send, a test can wait for.</summary>
public sealed class RecordingSender(string channel) : IMessageSender
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly Channel<OutgoingMessage> _sent = System.Threading.Channels.Channel.CreateUnbounded<OutgoingMessage>();

    public string Name => "recording";

    public string Channel => channel;

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        await _sent.Writer.WriteAsync(message, cancellationToken);
        return new SendOutcome.Accepted();
    }

    /// <summary>The next message to this phone or address.</summary>
    public async Task<OutgoingMessage> NextAsync(string to)
    {
        using var patience = new CancellationTokenSource(LongestWait);
        await foreach (var message in _sent.Reader.ReadAllAsync(patience.Token))
            if (message.To == to)
                return message;
        throw new Xunit.Sdk.XunitException($"Nothing was sent over {channel}.");
    }
}
