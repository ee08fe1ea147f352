using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Tests.Hosting;
using Xunit.Abstractions;

namespace IdentityProvider.Tests.Accounts.Phones;

/// <summary>
/// Our reading against libphonenumber's, over numbers of every region. They may disagree as often as
/// <c>docs/phone-numbers.md</c> lists and explains, and no more.
/// </summary>
public sealed partial class PhoneComparisonTests(ITestOutputHelper output)
{
    private const string Agreed = "agreed";
    private const double MobileAgreement = 0.99;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [ToolFact]
    [Needs(nameof(Tool.Node))]
    public async Task Libphonenumber_reads_the_same()
    {
        var samples = PhoneSamples.All();
        Assert.InRange(samples.Count, 10_000, 20_000);
        var pairs = samples.Zip(await AskAsync(samples), Compare).ToList();

        var listed = Listed();
        foreach (var group in pairs.GroupBy(pair => pair.Class).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{group.Key}: {group.Count()}");
            foreach (var pair in group.Where(pair => pair.Class != Agreed).DistinctBy(pair => pair.Sample.Home.Country).Take(40))
                output.WriteLine($"    {pair.Sample.Home.Country} \"{pair.Sample.Text}\": {pair.Ours}; {pair.Theirs}");
        }
        var (asMobile, mobile) = Agreement(pairs.Where(pair => pair.Theirs is { Value: not null, IsMobile: true }));
        var (areMobile, named) = Agreement(pairs.Where(pair => pair.Ours is PhoneReading.Number { Kind: PhoneKind.Mobile } && pair.Theirs.Value is not null));
        output.WriteLine($"mobile: theirs {asMobile} of {mobile}, ours {areMobile} of {named}");

        Assert.All(pairs.Where(pair => pair.Class != Agreed).CountBy(pair => pair.Class), group => Assert.InRange(group.Value, 0, listed.GetValueOrDefault(group.Key)));
        Assert.InRange((double)asMobile / mobile, MobileAgreement, 1);
        Assert.InRange((double)areMobile / named, MobileAgreement, 1);
    }

    private static (int Agreeing, int All) Agreement(IEnumerable<Pair> pairs)
    {
        var all = pairs.ToList();
        return (all.Count(pair => pair.Class == Agreed), all.Count);
    }

    private static Pair Compare(PhoneSample sample, Theirs theirs)
    {
        var ours = PhoneNumber.Read(sample.Text, sample.Home);
        return new Pair(sample, ours, theirs, ClassOf(ours, theirs));
    }

    private static string ClassOf(PhoneReading ours, Theirs theirs) => (ours, theirs.Value) switch
    {
        (PhoneReading.Refused, null) => Agreed,
        (PhoneReading.Refused, _) => "refused",
        (PhoneReading.Number { Kind: PhoneKind.Unknown }, null) => "unknown",
        (PhoneReading.Number, null) => "unallocated",
        (PhoneReading.Number number, var value) when number.Value != value => "meaning",
        (PhoneReading.Number number, _) when number.Region.Country != theirs.Country => "region",
        (PhoneReading.Number number, _) => theirs.MayBe(number.Kind) ? Agreed : "kind",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static async Task<List<Theirs>> AskAsync(IEnumerable<PhoneSample> samples)
    {
        await using var script = NodeScript.Start("phone-numbers.mjs");
        foreach (var sample in samples)
            await script.WriteAsync(JsonSerializer.Serialize(new { sample.Text, Home = sample.Home.Country }, Json));
        await script.WriteAsync("end");
        await script.ReadAsync("end");
        return [.. script.Lines.SkipLast(1).Select(line => JsonSerializer.Deserialize<Theirs>(line, Json)!)];
    }

    /// <summary>The table of the document: how often each class of disagreement may be met.</summary>
    private static Dictionary<string, int> Listed() =>
        Row().Matches(SourceTree.Read("docs/phone-numbers.md"))
            .ToDictionary(row => row.Groups["class"].Value, row => int.Parse(row.Groups["count"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^\| `(?<class>[a-z]+)` \| (?<count>\d+) \|", RegexOptions.Multiline, 1000)]
    private static partial Regex Row();

    private sealed record Pair(PhoneSample Sample, PhoneReading Ours, Theirs Theirs, string Class);

    /// <param name="Value">E.164; null: not valid.</param>
    /// <param name="Country">ISO 3166-1.</param>
    /// <param name="Type">The name of its kind.</param>
    private sealed record Theirs(string? Value, string? Country, string? Type)
    {
        public bool IsMobile => Type is "MOBILE" or "FIXED_LINE_OR_MOBILE";

        public bool MayBe(PhoneKind kind) => kind switch
        {
            PhoneKind.Mobile => IsMobile,
            PhoneKind.Any => IsMobile || Type == "FIXED_LINE",
            PhoneKind.Fixed or PhoneKind.Special => Type is not "MOBILE",
            _ => true,
        };
    }
}
