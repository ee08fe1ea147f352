using System.Globalization;

namespace IdentityProvider.Accounts.Phones;

/// <summary>How many digits a number may have, written as in <c>8-10</c> or <c>7/9</c>.</summary>
public readonly record struct DigitCounts
{
    private readonly uint _bits;

    private DigitCounts(uint bits) => _bits = bits;

    public static DigitCounts Parse(string text)
    {
        uint bits = 0;
        foreach (var part in text.Split('/'))
        {
            var ends = part.Split('-');
            var (first, last) = (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture));
            if (first < 1 || last > PhoneText.MostDigits || first > last)
                throw new FormatException($"\"{text}\" is not a count of digits.");
            for (var count = first; count <= last; count++)
                bits |= 1u << count;
        }
        return new DigitCounts(bits);
    }

    public bool Has(int count) => count <= PhoneText.MostDigits && (_bits >> count & 1) == 1;

    public IEnumerable<int> All()
    {
        for (var count = 1; count <= PhoneText.MostDigits; count++)
        {
            if (Has(count))
                yield return count;
        }
    }

    /// <summary>For a sentence: <c>8, 9 or 10</c>.</summary>
    public override string ToString()
    {
        var counts = All().Select(count => count.ToString(CultureInfo.InvariantCulture)).ToList();
        return counts.Count < 2 ? string.Concat(counts) : $"{string.Join(", ", counts.SkipLast(1))} or {counts[^1]}";
    }
}
