using System.Collections.Frozen;
using System.Reflection;

namespace IdentityProvider.Accounts.Phones;

/// <summary>The regions of the world and how they number their phones: <c>numbering-plans.txt</c>, which says how it is written.</summary>
internal static class NumberingPlans
{
    private const string Resource = "phones/numbering-plans.txt";
    private const int LongestCallingCode = 3;

    private static readonly CallingCode[] ByDigits = new CallingCode[1000];

    private static readonly FrozenDictionary<string, PhoneRegion> ByCountry;

    static NumberingPlans()
    {
        using var table = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!);
        All = [.. NumberingPlanTable.Read(table)];
        foreach (var code in All)
            ByDigits[int.Parse(code.Digits, System.Globalization.CultureInfo.InvariantCulture)] = code;
        ByCountry = All.SelectMany(code => code.Regions).ToFrozenDictionary(region => region.Country, StringComparer.OrdinalIgnoreCase);
    }

    public static IReadOnlyList<CallingCode> All { get; }

    public static PhoneRegion? Find(string country) => ByCountry.GetValueOrDefault(country);

    public static CallingCode Of(PhoneRegion region) => Starting(region.CallingCode)!;

    /// <summary>The calling code that a number begins with; no calling code begins another one.</summary>
    public static CallingCode? Starting(ReadOnlySpan<char> digits)
    {
        var value = 0;
        for (var length = 1; length <= LongestCallingCode && length <= digits.Length && digits[0] != '0'; length++)
        {
            value = value * 10 + (digits[length - 1] - '0');
            if (ByDigits[value] is { } code)
                return code;
        }
        return null;
    }
}
