namespace IdentityProvider.Pages.Forms;

/// <summary>Identifiers as a page may show them to whoever looks over a shoulder.</summary>
internal static class Masked
{
    private const int ShownDigits = 3;

    /// <summary>The last digits of a number.</summary>
    public static string Phone(string phone) => phone.Length <= ShownDigits ? phone : phone[^ShownDigits..];

    /// <summary>The first letter of an address, and its domain.</summary>
    public static string Email(string email) => email.LastIndexOf('@') is > 0 and var at ? $"{email[0]}…{email[at..]}" : email;
}
