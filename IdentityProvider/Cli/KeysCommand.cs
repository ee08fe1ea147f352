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
            await services.GetRequiredService<KeyAdministration>().ListAsync(Actor.Operator, cancellationToken) switch
            {
                Reading<IReadOnlyList<KeyDescription>>.Found found => Show(found.What),
                Reading<IReadOnlyList<KeyDescription>>.Refused refused => Refuse(refused.Error),
                _ => throw new InvalidOperationException("There is no other outcome."),
            }, cancellationToken));
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
        {
            switch (await services.GetRequiredService<KeyAdministration>().RotateAsync(
                Actor.Operator, result.GetValue(algorithm), result.GetValue(atOnce), Here, cancellationToken))
            {
                case Reading<RotatedKeys>.Found { What: var rotated }:
                    foreach (var skipped in rotated.Skipped)
                        await Console.Error.WriteLineAsync($"{skipped} was left as it is: its next key is on its way already.");
                    return Show(rotated.Keys);
                case Reading<RotatedKeys>.Refused { Error: var error }:
                    return Refuse(error);
                default:
                    throw new InvalidOperationException("There is no other outcome.");
            }
        }, cancellationToken));
        return command;
    }

    private static int Show(IReadOnlyList<KeyDescription> keys)
    {
        foreach (var key in keys)
            Console.WriteLine(string.Join('\t', key.Algorithm, key.KeyId, key.State, Text(key.SignsFrom), Text(key.ReplacedAt), Text(key.RetiresAt)));
        return ExitCodes.Done;
    }

    private static int Refuse(AccountError error)
    {
        Console.Error.WriteLine($"{error.Code}: {error.Detail}");
        return ExitCodes.Refused;
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
