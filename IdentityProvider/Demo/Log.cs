namespace IdentityProvider.Demo;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Name} is ready\n\n  Start page  {Origin}/\n  Demo app    {Origin}/demo/\n  Messages    {Origin}/dev/messages\n  API         {Origin}/openapi\n  Discovery   {Origin}/.well-known/openid-configuration\n")]
    public static partial void Ready(ILogger logger, string name, string origin);

    [LoggerMessage(2, LogLevel.Warning, "There are no demo clients, and the demo app can't sign in: a published build comes without {File}")]
    public static partial void DemoClientsMissing(ILogger logger, string file);
}
