using Microsoft.Extensions.Logging;

namespace IdentityProvider.Protocol.Http;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A request of the protocol failed unexpectedly; the caller was told server_error.")]
    public static partial void RequestFailed(this ILogger logger, Exception reason);
}
