using IdentityProvider.Accounts.Proofs;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Delivery.Sms;
using IdentityProvider.Delivery.Templates;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Accounts;

/// <summary>The messages that accounts send, in the language of whoever gets them.</summary>
public sealed class AccountMessages(
    MessageOutbox outbox, MessageTexts texts, AccountLabel labels, IOptions<Branding> branding, IssuerProvider issuer, AccountPolicy policy, TimeProvider clock)
{
    public void EnqueueCode(ProviderDbContext db, string phone, string purpose, string code, DateTimeOffset expiresAt) =>
        outbox.Enqueue(db, new OutgoingMessage(MessageChannels.Sms, phone, CodeText(purpose, code)) { Code = code, ExpiresAt = expiresAt });

    /// <summary>Confirms an address, and says of which account: several may claim it, and a stranger's would have it confirmed by its owner.</summary>
    public void EnqueueEmailLink(ProviderDbContext db, User user, string token, TimeSpan lifetime)
    {
        var label = labels.Of(user.PhoneNumber, user.CreatedAt, texts.LanguageOf(user.Locale));
        EnqueueLink(db, user, "ConfirmEmail", WithToken(issuer.UriOf(ProofKind.EmailConfirmation.Path), token), lifetime, ("account", label));
    }

    /// <summary>Permits a new password.</summary>
    public void EnqueueResetLink(ProviderDbContext db, User user, string token, TimeSpan lifetime) =>
        EnqueueLink(db, user, "ResetPassword", WithToken(ResetUrl, token), lifetime);

    /// <summary>Permits the first password of an account that somebody else has made.</summary>
    public void EnqueueWelcomeLink(ProviderDbContext db, User user, string token, TimeSpan lifetime) =>
        EnqueueLink(db, user, "Welcome", WithToken(ResetUrl, token), lifetime);

    /// <summary>Says that an account was made, and where to ask for the code that sets its first password. No code yet: it would have died before it is read.</summary>
    public void EnqueueWelcome(ProviderDbContext db, string phone)
    {
        var link = policy.FrontEnd.WelcomeUrl ?? issuer.UriOf("/account/forgot?welcome=true");
        var text = texts.Get("Welcome.sms", texts.LanguageOf(chosen: null), Product, ("link", link));
        outbox.Enqueue(db, new OutgoingMessage(MessageChannels.Sms, phone, text) { Link = link });
    }

    /// <summary>Says where to ask for the code that sets a new password.</summary>
    public void EnqueueResetNotice(ProviderDbContext db, User user)
    {
        var link = policy.FrontEnd.WelcomeUrl ?? issuer.UriOf("/account/forgot");
        var text = texts.Get("Reset.sms", texts.LanguageOf(user.Locale), Product, ("link", link));
        outbox.Enqueue(db, new OutgoingMessage(MessageChannels.Sms, user.OwnedPhone!, text) { Link = link });
    }

    /// <summary>The longest wording that goes out as one SMS.</summary>
    private string CodeText(string purpose, string code)
    {
        var language = texts.LanguageOf(chosen: null);
        // The last line binds the code to this origin: browsers offer to fill it in there and nowhere else (WebOTP).
        var lastLine = $"\n\n@{new Uri(issuer.Current).Host} #{code}";
        var request = Text("Code." + purpose);
        string[] wordings = [$"{request} {Text("Code.warning")}", $"{request} {Text("Code.warning_short")}", Text("Code.short")];
        return wordings.Select(wording => wording + lastLine).FirstOrDefault(SmsSegment.Holds) ?? wordings[^1] + lastLine;

        string Text(string key) => texts.Get(key, language, Product, ("code", code));
    }

    private void EnqueueLink(ProviderDbContext db, User user, string kind, string link, TimeSpan lifetime, params (string Name, string Value)[] values)
    {
        var language = texts.LanguageOf(user.Locale);
        var expiresAt = clock.GetUtcNow() + lifetime;
        var mail = new LinkMail(
            language.Name, Text($"{kind}.subject"), Text("Mail.greeting"), Text($"{kind}.request"), Text($"{kind}.button"), link, Text("Mail.paste"),
            texts.Get("Mail.validity", language, ("until", texts.Moment("Mail.until", language, expiresAt))), Text($"{kind}.comfort"));
        outbox.Enqueue(db, new OutgoingMessage(MessageChannels.Email, user.Email!, mail.Text) { Subject = mail.Subject, Link = link, ExpiresAt = expiresAt, Mail = mail });

        string Text(string key) => texts.Get(key, language, [Product, .. values]);
    }

    private (string Name, string Value) Product => ("product", branding.Value.Name);

    private string ResetUrl => policy.FrontEnd.ResetUrl ?? issuer.UriOf(ProofKind.PasswordReset.Path);

    private static string WithToken(string url, string token) => QueryHelpers.AddQueryString(url, "token", token);
}
