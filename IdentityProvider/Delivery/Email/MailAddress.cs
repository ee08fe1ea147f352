using System.Globalization;
using IdentityProvider.Accounts;

namespace IdentityProvider.Delivery.Email;

/// <summary>An address as the mail protocols want it: the domain in the letters of DNS.</summary>
internal sealed record MailAddress(string Local, string Domain)
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Whether it takes a server with SMTPUTF8 (RFC 6531): the name before the at sign has no form in ASCII.</summary>
    public bool IsInternational => !System.Text.Ascii.IsValid(Local);

    /// <summary>Null: nobody can be written to there. Line breaks and brackets, which would end a command or a header, are in no address.</summary>
    public static MailAddress? Parse(string address)
    {
        if (!EmailAddress.IsAddress(address))
            return null;
        var at = address.LastIndexOf('@');
        try
        {
            return new MailAddress(address[..at], Idn.GetAscii(address[(at + 1)..]));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public override string ToString() => $"{Local}@{Domain}";
}
