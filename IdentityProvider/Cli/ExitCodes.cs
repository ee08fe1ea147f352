namespace IdentityProvider.Cli;

/// <summary>How a command ends, for the script that called it.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The command line or the configuration is wrong.</summary>
    public const int Wrong = 1;

    /// <summary>The server that was asked is not ready, or doesn't answer. Containers know no other number for it.</summary>
    public const int Unhealthy = 1;

    /// <summary>The rules refuse it.</summary>
    public const int Refused = 2;
}
