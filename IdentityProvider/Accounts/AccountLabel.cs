using System.Globalization;
using IdentityProvider.Delivery.Templates;

namespace IdentityProvider.Accounts;

/// <summary>
/// Says which account is meant, to whoever has its address, in words that the person who registered it can't choose: so a
/// stranger's account is not taken for one's own.
/// </summary>
public sealed class AccountLabel(MessageTexts texts)
{
    private const int ShownDigits = 3;

    /// <summary>"the one with the phone number that ends in 567, made on 5 March 2026 at 14:05 UTC".</summary>
    public string Of(string? phone, DateTimeOffset createdAt, CultureInfo language)
    {
        var made = texts.Moment("Account.made", language, createdAt);
        return phone is null
            ? texts.Get("Account.without_phone", language, ("made", made))
            : texts.Get("Account.with_phone", language, ("digits", phone[^Math.Min(ShownDigits, phone.Length)..]), ("made", made));
    }
}
