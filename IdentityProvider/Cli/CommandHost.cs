using System.CommandLine;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data.Clients;
using IdentityProvider.Data.Providers;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Cli;

/// <summary>One of the ways in which <see cref="CommandHost"/> runs a command.</summary>
internal delegate Task<int> CommandRun(
    ParseResult result, Func<string[], WebApplication> build, Func<IServiceProvider, Task<int>> run, CancellationToken cancellationToken);

/// <summary>Runs a command in the application as it is configured, without starting the server.</summary>
internal static class CommandHost
{
    // What a command prints is for scripts: what is logged meanwhile goes to the other stream.
    private const string LogToErrors = "--Logging:Console:LogToStandardErrorThreshold=Trace";

    /// <summary>Runs a command that only looks. It migrates nothing: a command of a newer version leaves the database to the servers that run on it.</summary>
    /// <param name="result">The command line; what no option takes is a setting.</param>
    /// <param name="build">Builds the application from settings.</param>
    /// <param name="run">The command; returns the exit code.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static Task<int> ReadAsync(
        ParseResult result, Func<string[], WebApplication> build, Func<IServiceProvider, Task<int>> run, CancellationToken cancellationToken) =>
        RunAsync(result, build, async services => await services.GetRequiredService<DatabaseMigrator>().CountPendingAsync(cancellationToken) switch
        {
            0 => null,
            1 => "The database lacks 1 migration: run `migrate`.",
            var pending => $"The database lacks {pending} migrations: run `migrate`.",
        }, run, cancellationToken);

    /// <summary>Runs a command that changes something; the database is brought up to date first, as a server does when it starts.</summary>
    public static Task<int> ChangeAsync(
        ParseResult result, Func<string[], WebApplication> build, Func<IServiceProvider, Task<int>> run, CancellationToken cancellationToken) =>
        RunAsync(result, build, async services =>
        {
            await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
            await services.GetRequiredService<RoleSetup>().StartAsync(cancellationToken);
            return null;
        }, run, cancellationToken);

    /// <summary>Says why the rules refuse it.</summary>
    public static int Refuse(AccountError error)
    {
        Console.Error.WriteLine($"{error.Code}: {error.Detail}");
        return ExitCodes.Refused;
    }

    /// <summary>Writes what was found, or says why it can't be looked at.</summary>
    public static int Answer<T>(Reading<T> reading, Action<T> write)
    {
        if (reading is Reading<T>.Refused refused)
            return Refuse(refused.Error);
        if (reading is Reading<T>.Found found)
            write(found.What);
        return ExitCodes.Done;
    }

    /// <summary>Writes a list, page by page, an entry a line.</summary>
    /// <param name="list">Reads a page.</param>
    /// <param name="lineOf">An entry as a line.</param>
    public static async Task<int> WriteAsync<T>(Func<PageRequest, Task<Reading<Page<T>>>> list, Func<T, string> lineOf)
    {
        for (var page = new PageRequest(1, PageRequest.Largest); ; page = page with { Page = page.Page + 1 })
        {
            switch (await list(page))
            {
                case Reading<Page<T>>.Found { What.Items: var items }:
                    foreach (var item in items)
                        Console.WriteLine(lineOf(item));
                    if (items.Count < PageRequest.Largest)
                        return ExitCodes.Done;
                    break;
                case Reading<Page<T>>.Refused refused:
                    return Refuse(refused.Error);
            }
        }
    }

    // The preparation says why the command can't run; null: it can.
    private static async Task<int> RunAsync(
        ParseResult result, Func<string[], WebApplication> build, Func<IServiceProvider, Task<string?>> prepare, Func<IServiceProvider, Task<int>> run,
        CancellationToken cancellationToken)
    {
        if (TrailingSettings.FindUnknown(result) is { } unknown)
            return CommandLine.RefuseUnknown(unknown);

        await using var app = build([.. result.UnmatchedTokens, LogToErrors]);
        app.Services.GetService<IStartupValidator>()?.Validate();
        if (await prepare(app.Services) is { } obstacle)
            return CommandLine.Refuse([obstacle]);
        await app.Services.GetRequiredService<CatalogRefresh>().RefreshAsync(cancellationToken);
        await using var scope = app.Services.CreateAsyncScope();
        return await run(scope.ServiceProvider);
    }
}
