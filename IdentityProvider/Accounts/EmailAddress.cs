namespace IdentityProvider.Accounts;

/// <summary>Reads e-mail addresses. What can be mailed to is proven by a mail, so only the form is checked.</summary>
internal static class EmailAddress
{
    // RFC 5321 4.5.3.1; a path of 256 with its angle brackets leaves 254.
    internal const int Longest = 254;
    private const int LongestLocalPart = 64;

    /// <summary>The address as typed, trimmed; null: it is none, and the errors say so.</summary>
    public static string? Read(string? input, string field, FieldErrors errors)
    {
        var address = input?.Trim();
        if (address is not null && IsAddress(address))
            return address;
        errors.Add(field, "This is not an e-mail address, such as name@example.com.");
        return null;
    }

    public static bool IsAddress(string address)
    {
        var at = address.LastIndexOf('@');
        return address.Length <= Longest
            && at is > 0 and <= LongestLocalPart
            && IsLocalPart(address[..at])
            && IsDomain(address[(at + 1)..])
            // What is stored and compared is its normal form, and some letters are two in that.
            && address.Normalize().Length <= Longest;
    }

    // No quoted local parts: hardly anybody has one, and they are how headers are smuggled into mail.
    private static bool IsLocalPart(string local) =>
        !local.StartsWith('.') && !local.EndsWith('.') && !local.Contains("..", StringComparison.Ordinal)
        && local.All(character => char.IsLetterOrDigit(character) || "!#$%&'*+-/=?^_`{|}~.".Contains(character));

    private static bool IsDomain(string domain)
    {
        var labels = domain.Split('.');
        return labels.Length >= 2 && Array.TrueForAll(labels, label =>
            label.Length is > 0 and <= 63
            && !label.StartsWith('-') && !label.EndsWith('-')
            && label.All(character => char.IsLetterOrDigit(character) || character == '-'));
    }
}
