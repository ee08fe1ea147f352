using System.Reflection;
using System.Text.RegularExpressions;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Security;

/// <summary>The threat model can't go stale: each of its rows names tests, and those tests are there.</summary>
[Trait("Requirement", "CL-15")]
public sealed partial class ThreatModelTests
{
    private const int FewestRows = 40;
    private const int LongestMatch = 1000;

    private static readonly List<string> Rows =
        [.. SourceTree.Read("SECURITY.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.Contains("| tests |"))];

    private static readonly HashSet<string> Tests =
    [
        .. from type in typeof(ThreatModelTests).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public)
           where method.IsDefined(typeof(FactAttribute), inherit: true)
           select $"{method.DeclaringType!.Name}.{method.Name}",
    ];

    [Fact]
    public void There_are_rows() => Assert.True(Rows.Count >= FewestRows, $"The tables have {Rows.Count} rows.");

    [Fact]
    public void Each_row_names_tests_and_they_are_there() => Assert.All(Rows, row =>
    {
        var named = TestName().Matches(row.Split('|')[3]).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Tests));
    });

    [GeneratedRegex(@"`(\w+\.\w+)`", RegexOptions.None, LongestMatch)]
    private static partial Regex TestName();
}
