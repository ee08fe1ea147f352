using System.Globalization;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Proofs;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Protocol.Http;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Accounts;

/// <summary>The words of the messages that accounts send.</summary>
public sealed class AccountMessages(MessageOutbox outbox, IOptions<Branding> branding, IssuerProvider issuer)
{
    public void EnqueueCode(ProviderDbContext db, string phone, string purpose, string code, DateTimeOffset expiresAt)
    {
        // The last line binds the code to this origin: browsers offer to fill it in there and nowhere else (WebOTP).
        var body =
            $"""
            {branding.Value.Name}: {code} is your code to {DeedOf(purpose)}. Do not share it with anyone; we never ask for it.

            @{new Uri(issuer.Current).Host} #{code}
            """;
        outbox.Enqueue(db, new OutgoingMessage(MessageChannels.Sms, phone, body) { Code = code, ExpiresAt = expiresAt });
    }

    public void EnqueueEmailLink(ProviderDbContext db, string email, string token, DateTimeOffset expiresAt)
    {
        // Not with the person's name: whoever registers could write what they like into a mail to somebody else.
        var link = $"{issuer.UriOf(ProofKind.EmailConfirmation.Path)}?token={token}";
        var product = branding.Value.Name;
        var body =
            $"""
            Hello,

            please confirm that this is your e-mail address for {product}:

            {link}

            The link works once, until {expiresAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC.
            If you have not given this address to {product}, ignore this message: nothing happens then.
            """;
        outbox.Enqueue(db, new OutgoingMessage(MessageChannels.Email, email, body)
        {
            Subject = $"Confirm your e-mail address for {product}",
            Link = link,
            ExpiresAt = expiresAt,
        });
    }

    private static string DeedOf(string purpose) => purpose switch
    {
        CodePurposes.SignIn => "sign in",
        CodePurposes.ResetPassword => "set a new password",
        CodePurposes.ChangePassword => "change your password",
        CodePurposes.DeleteAccount => "delete your account",
        _ => "confirm your phone number",
    };
}
