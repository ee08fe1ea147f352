using IdentityProvider.Accounts.Phones;

namespace IdentityProvider.Accounts.Abuse;

/// <summary>Where a number is.</summary>
/// <param name="DialCode">What stands after the plus sign.</param>
/// <param name="Country">ISO 3166-1.</param>
internal sealed record PhonePlace(string DialCode, string Country)
{
    // Numbers of no country that is known count together.
    private static readonly PhonePlace Elsewhere = new("other", "other");

    public static PhonePlace Of(string phone) => NumberingPlans.Starting(phone.AsSpan(1)) is { } code
        ? new PhonePlace(code.Digits, code.Find(phone.AsSpan(1 + code.Digits.Length)).Region.Country)
        : Elsewhere;
}
