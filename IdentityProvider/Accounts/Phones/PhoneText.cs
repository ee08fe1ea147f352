using System.Globalization;
using System.Text;

namespace IdentityProvider.Accounts.Phones;

/// <summary>The digits in what somebody wrote: of any script, between separators.</summary>
internal static class PhoneText
{
    /// <summary>Of a number with its calling code, by E.164.</summary>
    public const int MostDigits = 15;

    /// <summary>What is dialled for abroad is at most 4 more; beyond that nothing is a number.</summary>
    public const int MostDialled = MostDigits + 5;

    internal const int LongestInput = 64;

    // Japanese writes a dash with the sign that lengthens a vowel; the minus sign is one that dictation makes.
    private const string Separators = " .()/-[]\u00B7\u2212\u30FC\uFF08\uFF09\uFF0E\uFF0F";
    private const string AfterTheNumber = "xX#;,*";

    /// <summary>Finds the digits and writes them as ASCII. Null: they can be read.</summary>
    /// <param name="input">As somebody wrote it.</param>
    /// <param name="digits">Takes up to <see cref="MostDialled"/>.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="hasPlus">Whether a plus sign stands before them.</param>
    public static PhoneRefusal? Read(ReadOnlySpan<char> input, Span<char> digits, out int count, out bool hasPlus)
    {
        (count, hasPlus) = (0, false);
        input = input.Trim();
        if (input.Length > LongestInput)
            return PhoneRefusal.TooManySigns;
        if (input.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            input = input["tel:".Length..];

        foreach (var rune in input.EnumerateRunes())
        {
            if (DigitOf(rune) is >= 0 and var digit)
            {
                if (count == digits.Length)
                    return PhoneRefusal.TooManySigns;
                digits[count++] = (char)('0' + digit);
            }
            else if (rune.Value is '+' or '\uFF0B' && count == 0 && !hasPlus)
                hasPlus = true;
            else if (!IsSeparator(rune))
                return RefusalOf(rune, count);
        }
        return count == 0 ? PhoneRefusal.NoDigits : null;
    }

    private static int DigitOf(Rune rune)
    {
        if (rune.IsAscii)
            return char.IsAsciiDigit((char)rune.Value) ? rune.Value - '0' : -1;
        return Rune.IsDigit(rune) ? (int)Rune.GetNumericValue(rune) : -1;
    }

    // Numbers copied from a contact carry invisible direction marks (category Format) and typographic dashes and spaces.
    private static bool IsSeparator(Rune rune) =>
        (rune.IsBmp && Separators.Contains((char)rune.Value))
        || (!rune.IsAscii && Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator or UnicodeCategory.DashPunctuation or UnicodeCategory.Format);

    private static PhoneRefusal RefusalOf(Rune rune, int digitsBefore)
    {
        // A number of several digits comes before "ext. 5", "x5" or ";ext=5"; before letters for digits stand few or none.
        const int FewestBeforeExtension = 6;
        if (digitsBefore >= FewestBeforeExtension && (AfterTheNumber.Contains((char)(rune.Value & 0xFFFF)) || rune.Value is 'e' or 'E'))
            return PhoneRefusal.Extension;
        return Rune.IsLetter(rune) ? PhoneRefusal.Letters : PhoneRefusal.OtherSigns;
    }
}
