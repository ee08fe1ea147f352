namespace IdentityProvider.Administration.Audit;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "Audit events can't be sealed, or the oldest not be removed, for now; it is tried again every second")]
    public static partial void AuditNotSealed(this ILogger logger, Exception reason);
}
