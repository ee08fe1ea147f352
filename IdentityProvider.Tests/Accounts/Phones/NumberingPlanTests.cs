using IdentityProvider.Accounts.Phones;

namespace IdentityProvider.Tests.Accounts.Phones;

/// <summary>The table of numbering plans.</summary>
public sealed class NumberingPlanTests
{
    private static readonly List<PhoneRegion> Regions = [.. NumberingPlans.All.SelectMany(code => code.Regions)];

    [Fact]
    public void It_has_the_world()
    {
        Assert.InRange(Regions.Count, 240, 260);
        Assert.Equal(Regions.Count, Regions.Select(region => region.Country).Distinct().Count());
        Assert.All(Regions, region => Assert.Matches("^[A-Z]{2}$", region.Country));
    }

    [Fact]
    public void No_calling_code_begins_another()
    {
        var codes = NumberingPlans.All.Select(code => code.Digits).ToList();
        Assert.DoesNotContain(codes, code => codes.Any(other => other != code && other.StartsWith(code, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_number_fits_into_E164() =>
        Assert.All(Regions, region => Assert.InRange(region.CallingCode.Length + region.Lengths.All().Last(), 5, 17));

    // Else the order of the lines would decide.
    [Fact]
    public void No_two_ranges_of_one_depth_disagree()
    {
        var ties = from code in NumberingPlans.All
                   from first in code.Ranges
                   from second in code.Ranges
                   where first.Depth == second.Depth && (first.Kind != second.Kind || first.Region != second.Region)
                   where first.Lengths.All().Intersect(second.Lengths.All()).Any()
                   where Enumerable.Range(0, first.Depth).All(place => first.DigitsAt(place).Intersect(second.DigitsAt(place)).Any())
                   select $"{first.Region.Country} {first.Kind} and {second.Region.Country} {second.Kind}";
        Assert.Empty(ties);
    }

    [Theory]
    [InlineData("MM | Myanmar | 95 | 00 | 0")]
    [InlineData("MM | Myanmar | 95 | 00 | 0 | ten | mobile 9")]
    [InlineData("MM | Myanmar | 95 | 00 | 0 | 6-10 | portable 9")]
    [InlineData("MM | Myanmar | 95 | 00 | 0 | 6-10 | mobile 9[1-")]
    [InlineData("MM | Myanmar | 95 | 00 | 0 | 6-10 | mobile 9a")]
    [InlineData("MM | Myanmar | 95 | 00 | 0 | 6-10 | mobile 9:99")]
    public void A_line_that_is_wrong_is_named(string line)
    {
        using var table = new StringReader("# A comment\n" + line);
        var wrong = Assert.Throws<FormatException>(() => NumberingPlanTable.Read(table).ToList());
        Assert.Contains(line, wrong.Message, StringComparison.Ordinal);
    }
}
