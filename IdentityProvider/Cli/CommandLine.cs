using System.CommandLine;
using IdentityProvider.Data.Providers;
using IdentityProvider.Protocol.Keys;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Cli;

/// <summary>The commands of the executable. Without a command it is the server.</summary>
public static class CommandLine
{
    /// <param name="args">
    /// The command, and settings as ASP.NET Core takes them: <c>migrate --Database:Provider=PostgreSql</c>.
    /// </param>
    /// <param name="build">Builds the application from those settings.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> InvokeAsync(string[] args, Func<string[], WebApplication> build)
    {
        var root = new RootCommand("A free OpenID Connect provider. Without a command: run the server.")
        {
            MigrateCommand.Create(build),
            UsersCommand.Create(build),
            ClientsCommand.Create(build),
            KeysCommand.Create(build),
            AuditCommand.Create(build),
            HealthCommand.Create(),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction(async (result, cancellationToken) =>
        {
            if (TrailingSettings.FindUnknown(result) is { } unknown)
                return RefuseUnknown(unknown);
            await using var app = build([.. result.UnmatchedTokens]);

            // The host would do it too, but report each complaint with the stack of where it was found.
            app.Services.GetService<IStartupValidator>()?.Validate();
            // Before anything else, the key ring of data protection first of all, asks the database.
            await app.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
            await app.RunAsync(cancellationToken);
            return 0;
        });

        try
        {
            // Settings are not ours to expand, and signals and exceptions are the host's.
            return await root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }).InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception refused) when (Reasons(refused) is { Count: > 0 } reasons)
        {
            return Refuse(reasons);
        }
    }

    /// <summary>Why a start was refused; empty for any other trouble.</summary>
    private static List<string> Reasons(Exception exception) => exception switch
    {
        OptionsValidationException refused => [.. refused.Failures],
        AggregateException all when all.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. all.InnerExceptions.SelectMany(Reasons)],
        KeyUnreadableException or DatabaseUnusableException => [exception.Message],
        IOException { InnerException: AddressInUseException } =>
            [$"{exception.Message} Stop what listens there, or choose another address, for example ASPNETCORE_URLS=http://localhost:5001."],
        _ => [],
    };

    /// <summary>A word that is neither a command, nor an option, nor a setting.</summary>
    internal static int RefuseUnknown(string token) => Refuse([$"There is no \"{token}\" here, or it lacks its value. See --help; settings are written --Section:Name=value."]);

    internal static int Refuse(IEnumerable<string> reasons)
    {
        foreach (var reason in reasons)
            Console.Error.WriteLine(reason);
        return ExitCodes.Wrong;
    }
}
