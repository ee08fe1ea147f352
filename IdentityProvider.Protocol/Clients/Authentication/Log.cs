using Microsoft.Extensions.Logging;

namespace IdentityProvider.Protocol.Clients.Authentication;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "A client failed to authenticate.")]
    public static partial void ClientAuthenticationFailed(this ILogger logger);
}
