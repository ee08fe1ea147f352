namespace IdentityProvider.Delivery;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "The outbox could not be read.")]
    public static partial void OutboxNotRead(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Message {Id} ({Channel}) was not sent by {Sender}: {Failure}.")]
    public static partial void MessageNotSent(this ILogger logger, Guid id, string channel, string sender, string failure);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "What came of message {Id} could not be written.")]
    public static partial void OutboxNotWritten(this ILogger logger, Exception exception, Guid id);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "Message {Id} ({Channel}) is given up: {Reason}.")]
    public static partial void MessageGivenUp(this ILogger logger, Guid id, string channel, string reason);
}
