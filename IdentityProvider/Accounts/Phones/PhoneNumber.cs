namespace IdentityProvider.Accounts.Phones;

/// <summary>
/// Reads phone numbers as people write them. Digits of any script, with or without separators, can mean several things;
/// these are tried, in this order:
/// <list type="number">
/// <item>with a plus sign: the calling code and the number, and nothing else;</item>
/// <item>what is dialled for abroad at home, or 00, then the same;</item>
/// <item>the trunk prefix and a number of home;</item>
/// <item>a number of home;</item>
/// <item>the calling code of home, its plus sign left out, and a number.</item>
/// </list>
/// A trunk prefix after a calling code, "+95 (0)9", falls away where the number is none with it. The first meaning that is
/// mobile by the plan holds; where none is, the first that is in some range of it; then the first whose length alone fits.
/// </summary>
internal static class PhoneNumber
{
    /// <summary>
    /// <c>09 7912 34567</c>, <c>+95 9 7912 34567</c>, <c>0095 9 791234567</c> and <c>959791234567</c> are one number
    /// where <paramref name="home"/> is Myanmar.
    /// </summary>
    public static PhoneReading Read(string? input, PhoneRegion home)
    {
        Span<char> buffer = stackalloc char[PhoneText.MostDialled];
        if (PhoneText.Read(input, buffer, out var count, out var hasPlus) is { } refusal)
            return new PhoneReading.Refused(refusal);

        ReadOnlySpan<char> digits = buffer[..count];
        var meanings = new Meanings(digits);
        if (hasPlus)
        {
            meanings.TryInternational(0);
            return meanings.Best();
        }

        foreach (var prefix in home.International)
        {
            if (digits.StartsWith(prefix))
                meanings.TryInternational(prefix.Length);
        }
        if (digits.StartsWith("00"))
            meanings.TryInternational("00".Length);
        var plan = NumberingPlans.Of(home);
        if (home.Trunk.Length > 0 && digits.StartsWith(home.Trunk))
            meanings.Try(plan, home.Trunk.Length);
        meanings.Try(plan, 0);
        if (digits.StartsWith(home.CallingCode))
            meanings.TryInternational(0);
        return meanings.Best();
    }

    /// <summary>The best of the meanings that were tried of these digits.</summary>
    private ref struct Meanings(ReadOnlySpan<char> digits)
    {
        private readonly ReadOnlySpan<char> _digits = digits;
        private int _start;
        private PlannedNumber _planned;
        private int _rank;
        private PhoneReading.Refused? _refused;

        /// <summary>The calling code from there on, and the number after it with and without a trunk prefix.</summary>
        public void TryInternational(int start)
        {
            if (NumberingPlans.Starting(_digits[start..]) is not { } code)
            {
                _refused ??= new PhoneReading.Refused(PhoneRefusal.NoCallingCode);
                return;
            }
            start += code.Digits.Length;
            Try(code, start);
            var trunk = code.Regions[0].Trunk;
            if (trunk.Length > 0 && _digits[start..].StartsWith(trunk))
                Try(code, start + trunk.Length);
        }

        /// <summary>A number without calling code from there on.</summary>
        public void Try(CallingCode code, int start)
        {
            var planned = code.Find(_digits[start..]);
            var rank = RankOf(planned.Kind);
            if (rank == 0 && _rank == 0)
                _refused ??= Refuse(planned, _digits.Length - start);
            if (rank > _rank)
                (_start, _planned, _rank) = (start, planned, rank);
        }

        public readonly PhoneReading Best() => _rank == 0
            ? _refused!
            : new PhoneReading.Number(string.Concat("+", _planned.Region.CallingCode, _digits[_start..]), _planned.Region, _planned.Kind!.Value);

        private static int RankOf(PhoneKind? kind) => kind switch
        {
            PhoneKind.Mobile or PhoneKind.Any => 3,
            PhoneKind.Fixed or PhoneKind.Special => 2,
            PhoneKind.Unknown => 1,
            _ => 0,
        };

        private static PhoneReading.Refused Refuse(PlannedNumber planned, int length)
        {
            var why = planned.Kind is not null || planned.Lengths.Has(length) ? PhoneRefusal.NeverGiven
                : length < planned.Lengths.All().First() ? PhoneRefusal.TooShort
                : PhoneRefusal.TooLong;
            return new PhoneReading.Refused(why, planned.Region, planned.Lengths);
        }
    }
}
