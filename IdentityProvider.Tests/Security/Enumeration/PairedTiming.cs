namespace IdentityProvider.Tests.Security.Enumeration;

/// <summary>
/// Compares how long answers take, on a machine that does other things too. In each round every kind of answer is timed once, one
/// right after the other and in a changing order, so that what slows the machine down slows all of them. The times of a kind are
/// compared with those of the first kind round by round. Only a difference that shows three times over counts: its median is
/// beyond the tolerance, and at least 20 of the 24 rounds agree in which direction it is.
/// <para>
/// By chance alone 20 of 24 agree in one of 650 measurements, and three in the same direction in one of a billion, however noisy the
/// machine is. A difference that is there shows in all three with 99 % where it is twice as large as the scatter of a round's
/// difference.
/// </para>
/// </summary>
public static class PairedTiming
{
    public const int Rounds = 24;

    private const int MostMeasurements = 3;
    private const int Agreeing = 20;
    private const int WarmUpRounds = 3;

    /// <summary>The kinds that take longer (or shorter) than the first kind, and by how much; empty where none does.</summary>
    public static async Task<IReadOnlyDictionary<string, TimeSpan>> DifferencesAsync(IReadOnlyList<(string Kind, Func<Task> Run)> kinds, TimeSpan tolerance)
    {
        for (var round = 0; round < WarmUpRounds; round++)
            foreach (var (_, run) in kinds)
                await run();

        Dictionary<string, TimeSpan>? differences = null;
        for (var measurement = 0; measurement < MostMeasurements && differences is not { Count: 0 }; measurement++)
        {
            var found = Differences(await MeasureAsync(kinds), tolerance);
            differences = differences is null
                ? found
                : found.Where(now => differences.TryGetValue(now.Key, out var before) && before > TimeSpan.Zero == now.Value > TimeSpan.Zero).ToDictionary();
        }

        return differences!;
    }

    private static Dictionary<string, TimeSpan> Differences(IReadOnlyDictionary<string, TimeSpan[]> times, TimeSpan tolerance)
    {
        var reference = times.First().Value;
        var found = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var (kind, own) in times.Skip(1))
        {
            var differences = own.Zip(reference, (one, other) => one - other).Order().ToArray();
            var median = differences[Rounds / 2];
            var longer = differences.Count(difference => difference > TimeSpan.Zero);
            if (median.Duration() > tolerance && Math.Max(longer, Rounds - longer) >= Agreeing)
                found.Add(kind, median);
        }

        return found;
    }

    private static async Task<IReadOnlyDictionary<string, TimeSpan[]>> MeasureAsync(IReadOnlyList<(string Kind, Func<Task> Run)> kinds)
    {
        var times = kinds.ToDictionary(kind => kind.Kind, _ => new TimeSpan[Rounds], StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            for (var turn = 0; turn < kinds.Count; turn++)
            {
                // Each kind comes at each place equally often, and after another one each way round.
                var (kind, run) = kinds[(round + (round % 2 == 0 ? turn : kinds.Count - turn)) % kinds.Count];
                var start = TimeProvider.System.GetTimestamp();
                await run();
                times[kind][round] = TimeProvider.System.GetElapsedTime(start);
            }
        }

        return times;
    }
}
