using System.CommandLine;
using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Keys;

namespace IdentityProvider.Cli;

/// <summary><c>keys</c>: which keys sign, and having the next ones sign. A running server heeds it within a second.</summary>
internal static class KeysCommand
{
    private static readonly RequestSource Here = new(null, null);

    public static Command Create(Func<string[], WebApplication> build)
    {
        var list = new Command("list", "One key a line: algorithm, id, state, and when it signs, is replaced and retires; separated by tabs.") { TreatUnmatchedTokensAsErrors = false };
        list.SetAction((result, cancellationToken) => CommandHost.RunAsync(result, build, async services =>
            Answer(await services.GetRequiredService<KeyAdministration>().ListAsync(Actor.Operator, cancellationToken)), cancellationToken));
        return new("keys", "The keys that sign tokens. Exit codes: 0 done, 1 wrong command line or configuration, 2 refused.") { list, CreateRotate(build) };
    }

    private static Command CreateRotate(Func<string[], WebApplication> build)
    {
        var algorithm = new Option<string>("--alg") { Description = "RS256 or ES256. Default: both." };
        algorithm.AcceptOnlyFromAmong([.. KeyRollover.Algorithms]);
        var atOnce = new Option<bool>("--at-once") { Description = "For a key that leaked: a new one signs now, and nothing that the others signed verifies any more." };
        var command = new Command("rotate", "Have the next key sign, as soon as every client has had the time to see it.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(algorithm);
        command.Add(atOnce);
        command.SetAction((result, cancellationToken) => CommandHost.RunAsync(result, build, async services =>
            Answer(await services.GetRequiredService<KeyAdministration>().RotateAsync(
                Actor.Operator, result.GetValue(algorithm), result.GetValue(atOnce), Here, cancellationToken)), cancellationToken));
        return command;
    }

    private static int Answer(Reading<IReadOnlyList<KeyDescription>> reading)
    {
        switch (reading)
        {
            case Reading<IReadOnlyList<KeyDescription>>.Found found:
                foreach (var key in found.What)
                    Console.WriteLine(string.Join('\t', key.Algorithm, key.KeyId, key.State, Text(key.SignsFrom), Text(key.ReplacedAt), Text(key.RetiresAt)));
                return ExitCodes.Done;
            case Reading<IReadOnlyList<KeyDescription>>.Refused { Error: var error }:
                Console.Error.WriteLine($"{error.Code}: {error.Detail}");
                return ExitCodes.Refused;
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
