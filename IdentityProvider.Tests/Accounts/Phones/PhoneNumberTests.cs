using IdentityProvider.Accounts.Phones;

namespace IdentityProvider.Tests.Accounts.Phones;

/// <summary>Phone numbers as people write them.</summary>
public sealed class PhoneNumberTests
{
    [Theory]
    [Trait("Requirement", "OF-1")]
    [InlineData("MM", "09 7912 34567", "+959791234567")]
    [InlineData("MM", "+95 9 7912 34567", "+959791234567")]
    [InlineData("MM", "959791234567", "+959791234567")]
    [InlineData("MM", "00959791234567", "+959791234567")]
    [InlineData("MM", "+95 (0)9-791.234/567", "+959791234567")]
    [InlineData("MM", "၀၉၇၉၁၂၃၄၅၆၇", "+959791234567")]
    [InlineData("MM", "०९७९१२३४५६७", "+959791234567")]
    [InlineData("MM", "٠٩٧٩١٢٣٤٥٦٧", "+959791234567")]
    [InlineData("MM", "＋９５（９）７９１２３４５６７", "+959791234567")]
    [InlineData("MM", "𝟎𝟗𝟕𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕", "+959791234567")]
    [InlineData("MM", "\u202A+95\u00A09\u20117912\u201134567\u202C", "+959791234567")]
    [InlineData("MM", "\u200B09\u200D791234567\uFEFF\n", "+959791234567")]
    [InlineData("MM", "tel:+95-9-7912-34567", "+959791234567")]
    [InlineData("MM", "9791234567", "+959791234567")]
    [InlineData("MM", "+44 20 7946 0958", "+442079460958")]
    [InlineData("MM", "+1 (202) 555-0143", "+12025550143")]
    [InlineData("MM", "+39 06 1234567", "+39061234567")]
    [InlineData("MM", "+7 912 345-67-89", "+79123456789")]
    [InlineData("US", "(202) 555-0143", "+12025550143")]
    [InlineData("US", "1 202 555 0143", "+12025550143")]
    [InlineData("US", "011 95 9 791234567", "+959791234567")]
    [InlineData("RU", "8 912 345-67-89", "+79123456789")]
    [InlineData("RU", "79123456789", "+79123456789")]
    [InlineData("HU", "06 20 123 4567", "+36201234567")]
    [InlineData("HU", "+36 06 20 123 4567", "+36201234567")]
    [InlineData("DE", "0171 1234567", "+491711234567")]
    [InlineData("DE", "491711234567", "+491711234567")]
    [InlineData("MM", "+299 123456", "+299123456")]
    public void A_number_has_one_form(string home, string written, string number) =>
        Assert.Equal(number, Assert.IsType<PhoneReading.Number>(Read(home, written)).Value);

    [Theory]
    [InlineData(null, PhoneRefusal.NoDigits)]
    [InlineData("", PhoneRefusal.NoDigits)]
    [InlineData("   ", PhoneRefusal.NoDigits)]
    [InlineData("+", PhoneRefusal.NoDigits)]
    [InlineData("09", PhoneRefusal.TooShort)]
    [InlineData("+95", PhoneRefusal.TooShort)]
    [InlineData("+0123456789", PhoneRefusal.NoCallingCode)]
    [InlineData("+999 123456789", PhoneRefusal.NoCallingCode)]
    [InlineData("+881 612345678", PhoneRefusal.NoCallingCode)]
    [InlineData("09 7912 34567 ext. 5", PhoneRefusal.Extension)]
    [InlineData("tel:+95-9-7912-34567;ext=5", PhoneRefusal.Extension)]
    [InlineData("name@example.com", PhoneRefusal.Letters)]
    [InlineData("1-800-FLOWERS", PhoneRefusal.Letters)]
    [InlineData("+95+9791234567", PhoneRefusal.OtherSigns)]
    [InlineData("09791234567\0", PhoneRefusal.OtherSigns)]
    [InlineData("+9597912345678901", PhoneRefusal.TooLong)]
    [InlineData("+1 202 555 014", PhoneRefusal.TooShort)]
    [InlineData("+1 202 155 0143", PhoneRefusal.NeverGiven)]
    [InlineData("+2991234567890123", PhoneRefusal.TooLong)]
    [InlineData("1234567890123456789012345678901234567890123", PhoneRefusal.TooManySigns)]
    public void What_is_no_number_is_refused_with_the_reason(string? written, PhoneRefusal why)
    {
        var refused = Assert.IsType<PhoneReading.Refused>(Read("MM", written));
        Assert.Equal(why, refused.Why);
        Assert.EndsWith(".", refused.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+44 7400 12345", "+44 (United Kingdom)", "10 digits")]
    [InlineData("09 12345", "+95 (Myanmar)", "8, 9 or 10 digits")]
    public void A_wrong_length_is_told_with_the_right_one(string written, params string[] told) =>
        Assert.All(told, text => Assert.Contains(text, Assert.IsType<PhoneReading.Refused>(Read("MM", written)).Sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("+959791234567", "MM", PhoneKind.Mobile, true)]
    [InlineData("+12025550143", "US", PhoneKind.Any, true)]
    [InlineData("+16135550143", "CA", PhoneKind.Any, true)]
    [InlineData("+18765550143", "JM", PhoneKind.Any, true)]
    [InlineData("+19005550143", "US", PhoneKind.Special, false)]
    [InlineData("+442079460958", "GB", PhoneKind.Fixed, false)]
    [InlineData("+449098790000", "GB", PhoneKind.Special, false)]
    [InlineData("+447797123456", "JE", PhoneKind.Mobile, true)]
    [InlineData("+77011234567", "KZ", PhoneKind.Mobile, true)]
    [InlineData("+79123456789", "RU", PhoneKind.Mobile, true)]
    [InlineData("+390669812345", "VA", PhoneKind.Fixed, false)]
    [InlineData("+262639123456", "YT", PhoneKind.Mobile, true)]
    [InlineData("+13835550143", "US", PhoneKind.Unknown, true)]
    public void The_plan_tells_region_and_kind(string number, string country, PhoneKind kind, bool mayTakeSms)
    {
        var read = Assert.IsType<PhoneReading.Number>(Read("MM", number));
        Assert.Equal((country, kind, mayTakeSms), (read.Region.Country, read.Kind, read.MayTakeSms));
    }

    [Fact]
    public void Reading_allocates_the_number_alone()
    {
        const int times = 1000;
        var home = NumberingPlans.Find("MM")!;
        PhoneNumber.Read("09 7912 34567", home);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < times; time++)
            PhoneNumber.Read("09 7912 34567", home);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / times, 0, 128);
    }

    private static PhoneReading Read(string home, string? written) => PhoneNumber.Read(written, NumberingPlans.Find(home)!);
}
