using System.CommandLine;
using IdentityProvider.Data.Providers;

namespace IdentityProvider.Cli;

/// <summary><c>migrate</c>: brings the database up to date without starting the server, for deployments that do it as a step of their own.</summary>
internal static class MigrateCommand
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var command = TrailingSettings.Of("migrate", "Bring the database up to date and exit.");
        command.SetAction(async (result, cancellationToken) =>
        {
            if (TrailingSettings.FindUnknown(result) is { } unknown)
                return CommandLine.RefuseUnknown(unknown);
            await using var app = build([.. result.UnmatchedTokens]);
            var applied = await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
            Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied: {string.Join(", ", applied)}");
            return ExitCodes.Done;
        });
        return command;
    }
}
