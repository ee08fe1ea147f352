using System.Globalization;

namespace IdentityProvider.Accounts;

/// <summary>
/// Says which account is meant, to whoever has its address, in words that the person who registered it can't choose: so a
/// stranger's account is not taken for one's own.
/// </summary>
public static class AccountLabel
{
    private const int ShownDigits = 3;

    /// <summary>"the one with the phone number that ends in 567, made on 5 March 2026 at 14:05 UTC".</summary>
    public static string Of(string? phone, DateTimeOffset createdAt)
    {
        var made = createdAt.UtcDateTime.ToString("'made on' d MMMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return phone is null ? $"the one {made}" : $"the one with the phone number that ends in {phone[^Math.Min(ShownDigits, phone.Length)..]}, {made}";
    }
}
