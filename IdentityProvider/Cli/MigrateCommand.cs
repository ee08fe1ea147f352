using System.CommandLine;
using IdentityProvider.Data.Providers;

namespace IdentityProvider.Cli;

/// <summary><c>migrate</c>: brings the database up to date without starting the server, for deployments that do it as a step of their own.</summary>
internal static class MigrateCommand
{
    public static Command Create(Func<string[], WebApplication> build)
    {
        var command = new Command("migrate", "Bring the database up to date and exit.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var app = build([.. result.UnmatchedTokens]);
            var applied = await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
            Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied: {string.Join(", ", applied)}");
            return 0;
        });
        return command;
    }
}
