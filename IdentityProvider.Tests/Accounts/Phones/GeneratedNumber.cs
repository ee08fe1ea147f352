using IdentityProvider.Accounts.Phones;

namespace IdentityProvider.Tests.Accounts.Phones;

/// <summary>A number made from a range of the table.</summary>
/// <param name="Range">What it was made from; a longer range may have it all the same.</param>
/// <param name="National">Without calling code and trunk prefix.</param>
internal sealed record GeneratedNumber(PhoneRange Range, string National)
{
    public PhoneRegion Home => Range.Region;

    public string International => $"+{Home.CallingCode}{National}";

    public string AtHome => Home.Trunk + National;

    /// <summary>Whether at home it begins like a number abroad: then it is written with the plus sign only.</summary>
    public bool BeginsLikeAbroad => Home.International.Append("00").Any(prefix => AtHome.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>What the plan says of it.</summary>
    public PhoneKind? Kind => NumberingPlans.Of(Home).Find(National).Kind;

    public bool IsMobile => Kind is PhoneKind.Mobile or PhoneKind.Any;

    /// <summary>One for each range of the table and each length it has.</summary>
    /// <param name="digits">As many as a number can have; where a range leaves a choice, they choose.</param>
    public static IEnumerable<GeneratedNumber> OfEveryRange(int[] digits) =>
        from code in NumberingPlans.All
        from range in code.Ranges
        from length in range.Lengths.All()
        select Of(range, length, digits);

    public static GeneratedNumber Of(PhoneRange range, int length, int[] digits)
    {
        var national = new char[Math.Max(length, range.Depth)];
        for (var place = 0; place < national.Length; place++)
        {
            var choices = place < range.Depth ? [.. range.DigitsAt(place)] : Enumerable.Range(0, 10).ToList();
            national[place] = (char)('0' + choices[digits[place] % choices.Count]);
        }
        return new GeneratedNumber(range, new string(national)[..length]);
    }
}
