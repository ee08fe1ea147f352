namespace IdentityProvider.Accounts.Phones;

/// <summary>Numbers that begin alike, <c>7[0-35]</c> for example, and are of one region and kind.</summary>
internal sealed class PhoneRange
{
    private const ushort AnyDigit = 0b11_1111_1111;

    // For each leading digit the digits it may be, one bit each.
    private readonly ushort[] _leading;

    private PhoneRange(PhoneRegion region, PhoneKind kind, ushort[] leading, DigitCounts lengths)
    {
        Region = region;
        Kind = kind;
        _leading = leading;
        Lengths = lengths;
    }

    public PhoneRegion Region { get; }

    public PhoneKind Kind { get; }

    public DigitCounts Lengths { get; }

    /// <summary>How many leading digits it names.</summary>
    public int Depth => _leading.Length;

    /// <param name="region">Whose numbers these are.</param>
    /// <param name="kind">What they are for.</param>
    /// <param name="text">As in the table: how they begin and, after a colon, how many digits they have if not all that the region's have.</param>
    public static PhoneRange Parse(PhoneRegion region, PhoneKind kind, string text)
    {
        var parts = text.Split(':');
        return new PhoneRange(region, kind, ParseLeading(parts[0]), parts.Length == 1 ? region.Lengths : DigitCounts.Parse(parts[1]));
    }

    public bool Begins(ReadOnlySpan<char> national)
    {
        if (national.Length < _leading.Length)
            return false;
        for (var index = 0; index < _leading.Length; index++)
        {
            if ((_leading[index] >> (national[index] - '0') & 1) == 0)
                return false;
        }
        return true;
    }

    /// <summary>The digits that may stand at a place.</summary>
    public IEnumerable<int> DigitsAt(int place) => Enumerable.Range(0, 10).Where(digit => (_leading[place] >> digit & 1) == 1);

    private static ushort[] ParseLeading(string text)
    {
        var leading = new List<ushort>();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '[')
            {
                leading.Add(text[index] == 'x' ? AnyDigit : Bit(text[index]));
                continue;
            }
            var end = text.IndexOf(']', index);
            if (end < 0)
                throw new FormatException($"\"{text}\" has no closing bracket.");
            leading.Add(ParseChoice(text[(index + 1)..end]));
            index = end;
        }
        return leading.Count > 0 ? [.. leading] : throw new FormatException("A range names no digit.");
    }

    private static ushort ParseChoice(string text)
    {
        var bits = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var isSpan = index + 2 < text.Length && text[index + 1] == '-';
            var last = isSpan ? text[index + 2] : text[index];
            for (var digit = text[index]; digit <= last; digit++)
                bits |= Bit(digit);
            index += isSpan ? 2 : 0;
        }
        return (ushort)bits;
    }

    private static ushort Bit(char digit) =>
        char.IsAsciiDigit(digit) ? (ushort)(1 << (digit - '0')) : throw new FormatException($"\"{digit}\" is not a digit.");
}
