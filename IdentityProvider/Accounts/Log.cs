namespace IdentityProvider.Accounts;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "A new password was refused, because its proof is none that was given out here; it came from {Address}")]
    public static partial void MadeUpResetProof(this ILogger logger, string? address);

    [LoggerMessage(LogLevel.Information, "A registration was refused, because its proof is none that was given out here; it came from {Address}")]
    public static partial void MadeUpRegistrationProof(this ILogger logger, string? address);

    [LoggerMessage(LogLevel.Warning, "Codes by SMS come near their limit: {Counter}, {Window}: {Value} of {Limit}")]
    public static partial void SmsLimitNear(this ILogger logger, string counter, string window, int value, int limit);

    [LoggerMessage(LogLevel.Warning, "Codes by SMS are refused: {Counter}, {Window}: {Value} of {Limit}")]
    public static partial void SmsLimitReached(this ILogger logger, string counter, string window, int value, int limit);

    [LoggerMessage(LogLevel.Information, "Removed {Count} accounts that had never been proven nor used")]
    public static partial void UnprovenAccountsRemoved(this ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "Removing accounts that were never proven failed; it is tried again later")]
    public static partial void UnprovenAccountsNotRemoved(this ILogger logger, Exception exception);
}
