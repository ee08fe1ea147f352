namespace IdentityProvider.Accounts.Phones;

/// <summary>How one country numbers its phones.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="CallingCode">What stands after the plus sign.</param>
/// <param name="Trunk">What is dialled before a number within the country and falls away with the calling code; empty: nothing.</param>
/// <param name="Shortest">Least digits after the calling code.</param>
/// <param name="Longest">Most digits after the calling code.</param>
/// <param name="International">What is dialled for abroad in place of the plus sign.</param>
internal sealed record PhoneRegion(string Country, string CallingCode, string Trunk, int Shortest, int Longest, string International = "00")
{
    public bool Fits(string national) => national.Length >= Shortest && national.Length <= Longest;
}

/// <summary>The numbering of common countries (ITU-T E.164 and the national plans behind it).</summary>
internal static class PhoneRegions
{
    private static readonly PhoneRegion[] All =
    [
        new("MM", "95", "0", 7, 10),
        new("AE", "971", "0", 8, 9), new("AR", "54", "0", 10, 11), new("AT", "43", "0", 7, 13), new("AU", "61", "0", 9, 9, "0011"),
        new("BD", "880", "0", 8, 10), new("BE", "32", "0", 8, 9), new("BG", "359", "0", 7, 9), new("BN", "673", "", 7, 7),
        new("BR", "55", "0", 10, 11), new("CA", "1", "1", 10, 10, "011"), new("CH", "41", "0", 9, 9), new("CL", "56", "", 9, 9),
        new("CN", "86", "0", 10, 11), new("CO", "57", "0", 8, 10), new("CZ", "420", "", 9, 9), new("DE", "49", "0", 6, 13),
        new("DK", "45", "", 8, 8), new("EG", "20", "0", 8, 10), new("ES", "34", "", 9, 9), new("FI", "358", "0", 5, 12),
        new("FR", "33", "0", 9, 9), new("GB", "44", "0", 9, 10), new("GH", "233", "0", 9, 9), new("GR", "30", "", 10, 10),
        new("HK", "852", "", 8, 8, "001"), new("HU", "36", "06", 8, 9), new("ID", "62", "0", 8, 12), new("IE", "353", "0", 7, 9),
        new("IL", "972", "0", 8, 9), new("IN", "91", "0", 10, 10), new("IR", "98", "0", 10, 10), new("IT", "39", "", 6, 11),
        new("JP", "81", "0", 9, 10, "010"), new("KE", "254", "0", 9, 9, "000"), new("KH", "855", "0", 8, 9, "001"),
        new("KR", "82", "0", 8, 10, "001"), new("LA", "856", "0", 8, 10), new("LK", "94", "0", 9, 9), new("MO", "853", "", 8, 8),
        new("MX", "52", "", 10, 10), new("MY", "60", "0", 8, 10), new("NG", "234", "0", 8, 10, "009"), new("NL", "31", "0", 9, 9),
        new("NO", "47", "", 8, 8), new("NP", "977", "0", 8, 10), new("NZ", "64", "0", 8, 10), new("PE", "51", "0", 8, 9),
        new("PH", "63", "0", 8, 10), new("PK", "92", "0", 9, 10), new("PL", "48", "", 9, 9), new("PT", "351", "", 9, 9),
        new("RO", "40", "0", 9, 9), new("RU", "7", "8", 10, 10, "810"), new("KZ", "7", "8", 10, 10, "810"), new("SA", "966", "0", 8, 9),
        new("SE", "46", "0", 7, 10), new("SG", "65", "", 8, 8), new("SK", "421", "0", 9, 9), new("TH", "66", "0", 8, 9),
        new("TR", "90", "0", 10, 10), new("TW", "886", "0", 8, 9), new("TZ", "255", "0", 9, 9, "000"), new("UA", "380", "0", 9, 9),
        new("UG", "256", "0", 9, 9, "000"), new("US", "1", "1", 10, 10, "011"), new("VN", "84", "0", 9, 10), new("ZA", "27", "0", 9, 9),
    ];

    private static readonly Dictionary<string, PhoneRegion> ByCountry = All.ToDictionary(region => region.Country, StringComparer.OrdinalIgnoreCase);

    private static readonly ILookup<string, PhoneRegion> ByCallingCode = All.ToLookup(region => region.CallingCode);

    public static PhoneRegion? Find(string country) => ByCountry.GetValueOrDefault(country);

    /// <summary>The countries of a number (calling code first, no plus sign): no calling code begins another. Several share +1 and +7.</summary>
    public static IEnumerable<PhoneRegion> Of(string digits)
    {
        for (var length = 1; length <= 3 && length < digits.Length; length++)
        {
            if (ByCallingCode.Contains(digits[..length]))
                return ByCallingCode[digits[..length]];
        }

        return [];
    }
}
