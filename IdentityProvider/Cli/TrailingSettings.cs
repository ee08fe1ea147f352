using System.CommandLine;

namespace IdentityProvider.Cli;

/// <summary>What stands on the command line beside a command's own options: settings, as ASP.NET Core takes them.</summary>
internal static class TrailingSettings
{
    /// <summary>Settings that stand alone, beside those of a section.</summary>
    private static readonly string[] Single = ["Issuer", "Environment", "ContentRoot", "ApplicationName", "Urls", "Http_Ports", "Https_Ports", "AllowedHosts"];

    /// <summary>A command that takes them.</summary>
    public static Command Of(string name, string description) => new(name, description) { TreatUnmatchedTokensAsErrors = false };

    /// <summary>What is no setting, and so a mistyped option or word; null: nothing.</summary>
    public static string? FindUnknown(ParseResult result)
    {
        var tokens = result.UnmatchedTokens;
        // The server has no options that could be mistyped: whatever has a value is a setting.
        var isServer = result.CommandResult.Command is RootCommand;
        for (var index = 0; index < tokens.Count; index++)
        {
            var token = tokens[index];
            var parts = token.TrimStart('-', '/').Split('=', 2);
            var hasValue = parts.Length == 2;
            if (!(isServer && hasValue) && !parts[0].Contains(':', StringComparison.Ordinal) && !Single.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
                return token;
            // Or the value is a word of its own: --Section:Name value
            if (!hasValue && (!token.StartsWith('-') || ++index == tokens.Count))
                return token;
        }

        return null;
    }
}
