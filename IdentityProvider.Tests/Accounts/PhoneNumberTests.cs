using IdentityProvider.Accounts.Phones;

namespace IdentityProvider.Tests.Accounts;

/// <summary>Phone numbers as people write them.</summary>
public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("MM", "09 7912 34567", "+959791234567")]
    [InlineData("MM", "+95 9 7912 34567", "+959791234567")]
    [InlineData("MM", "959791234567", "+959791234567")]
    [InlineData("MM", "00959791234567", "+959791234567")]
    [InlineData("MM", "+95 (0)9-791.234/567", "+959791234567")]
    [InlineData("MM", "၀၉၇၉၁၂၃၄၅၆၇", "+959791234567")]
    [InlineData("MM", "\u202A+95\u00A09\u20117912\u201134567\u202C", "+959791234567")]
    [InlineData("MM", "9791234567", "+959791234567")]
    [InlineData("MM", "+44 20 7946 0958", "+442079460958")]
    [InlineData("MM", "+1 (202) 555-0143", "+12025550143")]
    [InlineData("MM", "+39 06 1234567", "+39061234567")]
    [InlineData("MM", "+7 912 345-67-89", "+79123456789")]
    [InlineData("US", "(202) 555-0143", "+12025550143")]
    [InlineData("US", "1 202 555 0143", "+12025550143")]
    [InlineData("US", "011 95 9 791234567", "+959791234567")]
    [InlineData("RU", "8 912 345-67-89", "+79123456789")]
    [InlineData("HU", "06 20 123 4567", "+36201234567")]
    [InlineData("DE", "0171 1234567", "+491711234567")]
    [InlineData("MM", "+299 123456", "+299123456")]
    public void A_number_has_one_form(string home, string written, string number) =>
        Assert.Equal(number, PhoneNumber.Parse(written, PhoneRegions.Find(home)!));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("+")]
    [InlineData("09")]
    [InlineData("+95")]
    [InlineData("+0123456789")]
    [InlineData("09 7912 34567 ext. 5")]
    [InlineData("name@example.com")]
    [InlineData("+95+9791234567")]
    [InlineData("+9597912345678901")]
    [InlineData("+1 202 555 014")]
    [InlineData("+2991234567890123")]
    [InlineData("09791234567\0")]
    [InlineData("1234567890123456789012345678901234567890123")]
    public void What_is_no_number_is_none(string? written) =>
        Assert.Null(PhoneNumber.Parse(written, PhoneRegions.Find("MM")!));

    [Theory]
    [InlineData("+959791234567", "MM", true)]
    [InlineData("+959791234567", "TH SG", false)]
    [InlineData("+12025550143", "CA", true)]
    [InlineData("+299123456", "MM", false)]
    [InlineData("+299123456", "", true)]
    public void Countries_can_be_kept_out(string phone, string countries, bool allowed) =>
        Assert.Equal(allowed, PhoneNumber.IsOf(phone, countries.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}
