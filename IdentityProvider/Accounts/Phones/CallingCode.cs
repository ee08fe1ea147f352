namespace IdentityProvider.Accounts.Phones;

/// <summary>What the plan of a calling code says of a number.</summary>
/// <param name="Region">Whose it is, or would be if it were complete.</param>
/// <param name="Kind">What it is for; null: it is none, for the number of its digits.</param>
/// <param name="Lengths">The digits that such a number has.</param>
internal readonly record struct PlannedNumber(PhoneRegion Region, PhoneKind? Kind, DigitCounts Lengths);

/// <summary>The numbering plan of a calling code: of one region, or of several that share it (+1, +7, +44).</summary>
internal sealed class CallingCode
{
    // The longest first, since the longest that fits holds.
    private readonly PhoneRange[] _ranges;

    public CallingCode(string digits, IEnumerable<PhoneRegion> regions, IEnumerable<PhoneRange> ranges)
    {
        Digits = digits;
        Regions = [.. regions];
        _ranges = [.. ranges.OrderByDescending(range => range.Depth)];
    }

    public string Digits { get; }

    /// <summary>The first has what the ranges of the others leave.</summary>
    public IReadOnlyList<PhoneRegion> Regions { get; }

    public IReadOnlyList<PhoneRange> Ranges => _ranges;

    /// <param name="national">A number without calling code and trunk prefix.</param>
    public PlannedNumber Find(ReadOnlySpan<char> national)
    {
        PhoneRange? ofOtherLength = null;
        foreach (var range in _ranges)
        {
            if (!range.Begins(national))
                continue;
            if (range.Lengths.Has(national.Length))
                return new PlannedNumber(range.Region, range.Kind, range.Lengths);
            ofOtherLength ??= range;
        }
        if (ofOtherLength is not null)
            return new PlannedNumber(ofOtherLength.Region, Kind: null, ofOtherLength.Lengths);

        // What begins like a trunk prefix of 0 has it still.
        var main = Regions[0];
        var isNumber = main.Lengths.Has(national.Length) && !(main.Trunk == "0" && national.StartsWith('0'));
        return new PlannedNumber(main, isNumber ? PhoneKind.Unknown : null, main.Lengths);
    }
}
