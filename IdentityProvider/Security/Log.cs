namespace IdentityProvider.Security;

internal static partial class Log
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "The event {Name} could not be written to the audit trail.")]
    public static partial void AuditEventNotWritten(this ILogger logger, Exception exception, string name);
}
