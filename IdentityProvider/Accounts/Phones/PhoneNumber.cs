using System.Globalization;
using System.Text;

namespace IdentityProvider.Accounts.Phones;

/// <summary>Reads phone numbers as people write them. One number has one form here: E.164 with the plus sign.</summary>
internal static class PhoneNumber
{
    private const int LongestInput = 40;
    private const int FewestDigits = 8;
    private const int MostDigits = 15;
    private const string Separators = " .()/-";

    /// <summary>
    /// <c>09 7912 34567</c>, <c>+95 9 7912 34567</c>, <c>0095 9 791234567</c> and <c>959791234567</c> are one number
    /// where <paramref name="home"/> is Myanmar. Null: this is no number.
    /// </summary>
    public static string? Parse(string? input, PhoneRegion home)
    {
        if (Digits(input) is not { } written)
            return null;

        // With the plus sign, or what is dialled in its place, the calling code follows.
        if (written.StartsWith('+'))
            return International(written[1..]);
        if (written.StartsWith(home.International, StringComparison.Ordinal))
            return International(written[home.International.Length..]);
        if (written.StartsWith("00", StringComparison.Ordinal))
            return International(written[2..]);

        // With the trunk prefix it is a number of the home country. A number may begin like a trunk prefix and be none.
        if (home.Trunk.Length > 0 && written.StartsWith(home.Trunk, StringComparison.Ordinal) && home.Fits(written[home.Trunk.Length..]))
            return International(home.CallingCode + written[home.Trunk.Length..]);

        // With neither: of the home country where the length fits, else the plus sign was left out.
        if (home.Fits(written) && !(home.Trunk == "0" && written.StartsWith('0')))
            return International(home.CallingCode + written);
        return written.StartsWith(home.CallingCode, StringComparison.Ordinal) ? International(written) : null;
    }

    /// <summary>Whether a number (E.164) is of one of these countries; where none is named, every number is.</summary>
    public static bool IsOf(string phone, IReadOnlyCollection<string> countries) =>
        countries.Count == 0
        || PhoneRegions.Of(phone[1..]).Any(region => countries.Contains(region.Country, StringComparer.OrdinalIgnoreCase));

    private static string? International(string digits)
    {
        if (digits.Length == 0 || digits[0] == '0')
            return null;

        var regions = PhoneRegions.Of(digits).ToList();
        if (regions.Count == 0)
            return digits.Length is >= FewestDigits and <= MostDigits ? "+" + digits : null;

        // "+95 (0)9 ..." is often written: the trunk prefix does not belong there.
        var region = regions[0];
        var national = digits[region.CallingCode.Length..];
        if (region.Trunk == "0" && national.StartsWith('0'))
            national = national[1..];
        // Only where nothing is dialled before them do numbers of a country begin with 0 (Italy).
        if (!region.Fits(national) || (national.StartsWith('0') && region.Trunk.Length > 0))
            return null;
        return region.CallingCode.Length + national.Length <= MostDigits ? $"+{region.CallingCode}{national}" : null;
    }

    /// <summary>The digits of any script as ASCII, with a leading plus sign if there is one; null: something else is in it.</summary>
    private static string? Digits(string? input)
    {
        if (input is null || input.Length > LongestInput)
            return null;

        var digits = new StringBuilder(input.Length);
        foreach (var character in input)
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(character) is >= 0 and var digit)
                digits.Append((char)('0' + digit));
            else if (character is '+' or '\uFF0B' && digits.Length == 0)
                digits.Append('+');
            else if (!IsSeparator(character))
                return null;
        }

        return digits.Length == 0 ? null : digits.ToString();
    }

    // Numbers copied from a contact carry invisible direction marks (category Format) and typographic dashes and spaces.
    private static bool IsSeparator(char character) =>
        Separators.Contains(character)
        || char.GetUnicodeCategory(character) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation or UnicodeCategory.Format;
}
