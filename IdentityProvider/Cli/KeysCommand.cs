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
    public static Command Create(Func<string[], WebApplication> build)
    {
        var list = TrailingSettings.Of("list", "One key a line: algorithm, id, state, and when it signs, is replaced and retires; separated by tabs.");
        list.SetAction((result, cancellationToken) => CommandHost.ReadAsync(result, build, async services =>
            CommandHost.Answer(await services.GetRequiredService<KeyAdministration>().ListAsync(Actor.Operator, cancellationToken), Write), cancellationToken));
        return new("keys", "The keys that sign tokens. Exit codes: 0 done, 1 wrong command line or configuration, 2 refused.") { list, CreateRotate(build) };
    }

    private static Command CreateRotate(Func<string[], WebApplication> build)
    {
        var algorithm = new Option<string>("--alg") { Description = "RS256 or ES256. Default: both." };
        algorithm.AcceptOnlyFromAmong([.. KeyRollover.Algorithms]);
        var atOnce = new Option<bool>("--at-once") { Description = "For a key that leaked: a new one signs now, and nothing that the others signed verifies any more." };
        var command = TrailingSettings.Of("rotate", "Have the next key sign, as soon as every client has had the time to see it.");
        command.Add(algorithm);
        command.Add(atOnce);
        command.SetAction((result, cancellationToken) => CommandHost.ChangeAsync(result, build, async services =>
            CommandHost.Answer(
                await services.GetRequiredService<KeyAdministration>().RotateAsync(
                    Actor.Operator, result.GetValue(algorithm), result.GetValue(atOnce), RequestSource.None, cancellationToken),
                rotated =>
                {
                    foreach (var skipped in rotated.Skipped)
                        Console.Error.WriteLine($"{skipped} was left as it is: its next key is on its way already.");
                    Write(rotated.Keys);
                }), cancellationToken));
        return command;
    }

    private static void Write(IReadOnlyList<KeyDescription> keys)
    {
        foreach (var key in keys)
            Console.WriteLine(string.Join('\t', key.Algorithm, key.KeyId, key.State, Text(key.SignsFrom), Text(key.ReplacedAt), Text(key.RetiresAt)));
    }

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
