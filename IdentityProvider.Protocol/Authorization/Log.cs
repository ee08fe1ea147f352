using Microsoft.Extensions.Logging;

namespace IdentityProvider.Protocol.Authorization;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "An authorization request failed unexpectedly; the client was told server_error.")]
    public static partial void AuthorizationFailed(this ILogger logger, Exception reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "An authorization request can't be answered to its client: {Error}. Reference {Reference}.")]
    public static partial void AuthorizationUnanswerable(this ILogger logger, string error, string reference);

    [LoggerMessage(Level = LogLevel.Information, Message = "An authorization request of client {ClientId} was rejected: {Error}.")]
    public static partial void AuthorizationRejected(this ILogger logger, string clientId, string error);
}
