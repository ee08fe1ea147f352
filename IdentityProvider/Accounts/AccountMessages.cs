using System.Globalization;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Proofs;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Accounts;

/// <summary>The words of the messages that accounts send.</summary>
public sealed class AccountMessages(MessageOutbox outbox, IOptions<Branding> branding, IssuerProvider issuer, AccountPolicy policy, TimeProvider clock)
{
    public void EnqueueCode(ProviderDbContext db, string phone, string purpose, string code, DateTimeOffset expiresAt)
    {
        // The last line binds the code to this origin: browsers offer to fill it in there and nowhere else (WebOTP).
        var body =
            $"""
            {Product}: {code} is your code to {DeedOf(purpose)}. Do not share it with anyone; we never ask for it.

            @{new Uri(issuer.Current).Host} #{code}
            """;
        outbox.Enqueue(db, new OutgoingMessage(MessageChannels.Sms, phone, body) { Code = code, ExpiresAt = expiresAt });
    }

    /// <summary>Confirms an address, and says of which account: several may claim it, and a stranger's would have it confirmed by its owner.</summary>
    public void EnqueueEmailLink(ProviderDbContext db, User user, string token, TimeSpan lifetime)
    {
        // Not with the person's name: whoever registers could write what they like into a mail to somebody else.
        var link = WithToken(issuer.UriOf(ProofKind.EmailConfirmation.Path), token);
        EnqueueLink(db, user.Email!, new LinkText(
            $"Confirm your e-mail address for {Product}",
            $"please confirm that this is the e-mail address of your account at {Product}, {AccountLabel.Of(user.PhoneNumber, user.CreatedAt)}:",
            "If this is not your account, ignore this message: nothing happens then."), link, lifetime);
    }

    /// <summary>Permits a new password.</summary>
    public void EnqueueResetLink(ProviderDbContext db, string email, string token, TimeSpan lifetime) =>
        EnqueueLink(db, email, new LinkText(
            $"Choose a new password for {Product}",
            $"somebody, hopefully you, has forgotten the password of your account at {Product}. Choose a new one here:",
            "If it was not you, ignore this message: your password stays as it is."), WithToken(ResetUrl, token), lifetime);

    /// <summary>Permits the first password of an account that somebody else has made.</summary>
    public void EnqueueWelcomeLink(ProviderDbContext db, string email, string token, TimeSpan lifetime) =>
        EnqueueLink(db, email, new LinkText(
            $"Your account at {Product}",
            $"an account was made for you at {Product}. Choose your password here:",
            $"If you don't know {Product}, ignore this message."), WithToken(ResetUrl, token), lifetime);

    /// <summary>Says that an account was made, and where to ask for the code that sets its first password. No code yet: it would have died before it is read.</summary>
    public void EnqueueWelcome(ProviderDbContext db, string phone)
    {
        var link = policy.FrontEnd.WelcomeUrl ?? issuer.UriOf("/account/forgot?welcome=true");
        outbox.Enqueue(db, new OutgoingMessage(
            MessageChannels.Sms, phone, $"{Product}: an account was made for you with this number. Choose your password at {link}") { Link = link });
    }

    private void EnqueueLink(ProviderDbContext db, string email, LinkText text, string link, TimeSpan lifetime)
    {
        var expiresAt = clock.GetUtcNow() + lifetime;
        var body =
            $"""
            Hello,

            {text.Request}

            {link}

            The link works once, until {expiresAt.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC.
            {text.Comfort}
            """;
        outbox.Enqueue(db, new OutgoingMessage(MessageChannels.Email, email, body) { Subject = text.Subject, Link = link, ExpiresAt = expiresAt });
    }

    private string Product => branding.Value.Name;

    private string ResetUrl => policy.FrontEnd.ResetUrl ?? issuer.UriOf(ProofKind.PasswordReset.Path);

    private static string WithToken(string url, string token) => QueryHelpers.AddQueryString(url, "token", token);

    /// <summary>The words around a link.</summary>
    private sealed record LinkText(string Subject, string Request, string Comfort);

    private static string DeedOf(string purpose) => purpose switch
    {
        CodePurposes.Register => "create your account",
        CodePurposes.SignIn => "sign in",
        CodePurposes.ResetPassword => "set a new password",
        CodePurposes.ChangePassword => "change your password",
        CodePurposes.DeleteAccount => "delete your account",
        _ => "confirm your phone number",
    };
}
