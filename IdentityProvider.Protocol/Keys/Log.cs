using Microsoft.Extensions.Logging;

namespace IdentityProvider.Protocol.Keys;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Created the {Algorithm} key {KeyId}; it is active from {ActiveFrom}.")]
    public static partial void KeyCreated(this ILogger logger, string algorithm, string keyId, DateTimeOffset activeFrom);

    [LoggerMessage(Level = LogLevel.Information, Message = "Retired the {Algorithm} key {KeyId}.")]
    public static partial void KeyRetired(this ILogger logger, string algorithm, string keyId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removed the {Algorithm} key {KeyId} before its time: nothing that it signed verifies any more.")]
    public static partial void KeyRemoved(this ILogger logger, string algorithm, string keyId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The keys could not be reloaded or rotated; those in use stay in use.")]
    public static partial void KeyRotationFailed(this ILogger logger, Exception reason);
}
