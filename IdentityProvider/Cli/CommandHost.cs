using System.CommandLine;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data.Clients;
using IdentityProvider.Data.Providers;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Cli;

/// <summary>Runs a command in the application as it is configured, without starting the server.</summary>
internal static class CommandHost
{
    // What a command prints is for scripts: what is logged meanwhile goes to the other stream.
    private const string LogToErrors = "--Logging:Console:LogToStandardErrorThreshold=Trace";

    /// <summary>Settings that stand alone, beside those of a section.</summary>
    private static readonly string[] SingleSettings = ["Issuer", "Environment", "ContentRoot"];

    /// <param name="result">The command line; what no option takes is a setting.</param>
    /// <param name="build">Builds the application from settings.</param>
    /// <param name="run">The command; returns the exit code.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<int> RunAsync(
        ParseResult result, Func<string[], WebApplication> build, Func<IServiceProvider, Task<int>> run, CancellationToken cancellationToken)
    {
        if (result.UnmatchedTokens.FirstOrDefault(token => !IsSetting(token)) is { } unknown)
            return CommandLine.Refuse([$"There is no \"{unknown}\" here. See --help; settings are written --Section:Name=value."]);

        await using var app = build([.. result.UnmatchedTokens, LogToErrors]);
        app.Services.GetService<IStartupValidator>()?.Validate();
        await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
        await app.Services.GetRequiredService<CatalogRefresh>().RefreshAsync(cancellationToken);
        await app.Services.GetRequiredService<RoleSetup>().StartAsync(cancellationToken);
        await using var scope = app.Services.CreateAsyncScope();
        return await run(scope.ServiceProvider);
    }

    /// <summary>Says why the rules refuse it.</summary>
    public static int Refuse(AccountError error)
    {
        Console.Error.WriteLine($"{error.Code}: {error.Detail}");
        return ExitCodes.Refused;
    }

    // A mistyped option is not a setting.
    private static bool IsSetting(string token)
    {
        var parts = token.TrimStart('-', '/').Split('=', 2);
        return parts.Length == 2 && (parts[0].Contains(':', StringComparison.Ordinal) || SingleSettings.Contains(parts[0], StringComparer.OrdinalIgnoreCase));
    }
}
