using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery.Email;

/// <summary>Who mails come from: <c>Delivery:Email:From</c> and <c>:FromName</c>.</summary>
internal sealed class MailboxName(IOptions<DeliveryOptions> options, IOptions<Branding> branding)
{
    private const int LongestName = 100;

    public string Address => options.Value.Email.From!;

    public string Name => options.Value.Email.FromName ?? branding.Value.Name;

    /// <summary>What stands after the at sign, in the letters of DNS.</summary>
    public string Domain => MailAddress.Parse(Address)!.Domain;

    public static void Check(EmailOptions email, List<string> wrong)
    {
        if (email.From is null || MailAddress.Parse(email.From) is not { IsInternational: false })
            wrong.Add("Delivery:Email:From must be the e-mail address that mails come from, such as no-reply@example.com, in ASCII before the at sign.");
        if (email.FromName is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl)))
            wrong.Add($"Delivery:Email:FromName must have 1 to {LongestName} characters in one line.");
    }
}
