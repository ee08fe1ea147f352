using IdentityProvider.Accounts.Phones;

namespace IdentityProvider.Tests.Accounts.Phones;

/// <summary>A number as somebody at home there might write it.</summary>
internal sealed record PhoneSample(string Text, PhoneRegion Home);

/// <summary>Numbers of every region, the same ones in each run: of the table's ranges in every notation, of random digits, and of wrong lengths.</summary>
internal static class PhoneSamples
{
    private const int OfRanges = 28;
    private const int OfRandomDigits = 12;
    private const int OfWrongLengths = 8;

    public static List<PhoneSample> All()
    {
        var chance = new Chance(20_261_121);
        return [.. NumberingPlans.All.SelectMany(code => code.Regions).SelectMany(region => Of(region, chance))];
    }

    private static IEnumerable<PhoneSample> Of(PhoneRegion region, Chance chance)
    {
        var ranges = NumberingPlans.Of(region).Ranges.Where(range => range.Region == region && range.Kind != PhoneKind.None).ToList();
        var mobile = ranges.Where(range => range.Kind is PhoneKind.Mobile or PhoneKind.Any).ToList();
        for (var index = 0; index < OfRanges; index++)
        {
            // Two of three are mobile: they are what the product is for.
            var range = chance.One(mobile.Count > 0 && index % 3 != 0 ? mobile : ranges);
            var number = GeneratedNumber.Of(range, chance.One([.. range.Lengths.All()]), chance.Digits());
            yield return new PhoneSample(Written(number, index % 5), region);
        }
        var lengths = region.Lengths.All().ToList();
        for (var index = 0; index < OfRandomDigits; index++)
            yield return new PhoneSample($"+{region.CallingCode}{string.Concat(chance.Digits().Take(chance.One(lengths)))}", region);
        for (var index = 0; index < OfWrongLengths; index++)
        {
            var length = index % 2 == 0 ? lengths[0] - 1 : lengths[^1] + 1;
            var number = GeneratedNumber.Of(chance.One(ranges), Math.Min(length, PhoneText.MostDigits), chance.Digits());
            yield return new PhoneSample(number.International, region);
        }
    }

    private static string Written(GeneratedNumber number, int notation) => notation switch
    {
        0 => number.International,
        1 => number.Home.International[0] + number.International[1..],
        2 => number.AtHome,
        3 => number.National,
        _ => number.International[1..],
    };

    /// <summary>Chance that is the same in each run and under each version of the runtime (xorshift).</summary>
    private sealed class Chance(uint seed)
    {
        private uint _state = seed;

        public T One<T>(IReadOnlyList<T> choices) => choices[(int)(Next() % (uint)choices.Count)];

        public int[] Digits() => [.. Enumerable.Range(0, PhoneText.MostDigits).Select(_ => (int)(Next() % 10))];

        private uint Next()
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return _state;
        }
    }
}
