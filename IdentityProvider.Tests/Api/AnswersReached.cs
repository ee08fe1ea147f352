using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace IdentityProvider.Tests.Api;

/// <summary>
/// Which documented answers no test has reached. Where the environment variable <c>ANSWERS_NOT_REACHED</c> names a file, a run
/// of tests writes them there; only one of the whole suite can tell.
/// </summary>
internal static class AnswersReached
{
    private static readonly string? File = Environment.GetEnvironmentVariable("ANSWERS_NOT_REACHED");
    private static readonly ConcurrentDictionary<ApiContract, bool> Contracts = [];
    private static readonly ConcurrentDictionary<string, bool> Reached = new(StringComparer.Ordinal);

    public static void Add(ApiContract contract, ApiCall call)
    {
        if (File is null)
            return;
        Contracts.TryAdd(contract, true);
        Reached.TryAdd($"{call.Method} {call.Path} {call.Status} {(call.Answer as JsonObject)?["code"]}".Trim(), true);
    }

    /// <summary>Writes what has not been reached until now: the process may be ended without notice.</summary>
    public static void Write()
    {
        if (File is null)
            return;
        lock (Contracts)
            System.IO.File.WriteAllLines(File, NotReached());
    }

    private static IEnumerable<string> NotReached() =>
        Contracts.Keys.SelectMany(contract => contract.Answers()).Distinct().Except(Reached.Keys).Order(StringComparer.Ordinal);
}
