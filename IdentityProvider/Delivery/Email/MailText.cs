using System.Globalization;
using System.Text;

namespace IdentityProvider.Delivery.Email;

/// <summary>A mail as it goes over the wire (RFC 5322), its text plain and, where there is one, as HTML (RFC 2046 5.1.4). Lines end with CRLF and are ASCII, but for international addresses.</summary>
internal sealed class MailText(OutgoingMessage message, MailboxName from, DateTimeOffset now)
{
    // The id is in no text: a boundary must not.
    private readonly string _boundary = $"part-{message.Id:N}";

    public override string ToString()
    {
        var text = new StringBuilder()
            .Append("From: ").Append(EncodedWords.Of(from.Name)).Append(" <").Append(MailAddress.Parse(from.Address)).Append(">\r\n")
            .Append("To: <").Append(MailAddress.Parse(message.To)).Append(">\r\n")
            .Append("Subject: ").Append(EncodedWords.Of(message.Subject ?? from.Name)).Append("\r\n")
            .Append("Date: ").Append(now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)).Append(" +0000\r\n")
            .Append("Message-ID: <").Append(message.Id).Append('@').Append(from.Domain).Append(">\r\n")
            // RFC 3834: nobody's absence note answers it.
            .Append("Auto-Submitted: auto-generated\r\n")
            .Append("MIME-Version: 1.0\r\n");
        if (message.Html is not { } html)
            return AppendPart(text, "text/plain", message.Body).ToString();

        text.Append("Content-Type: multipart/alternative; boundary=\"").Append(_boundary).Append("\"\r\n\r\n--").Append(_boundary).Append("\r\n");
        AppendPart(text, "text/plain", message.Body).Append("\r\n--").Append(_boundary).Append("\r\n");
        return AppendPart(text, "text/html", html).Append("\r\n--").Append(_boundary).Append("--").ToString();
    }

    private static StringBuilder AppendPart(StringBuilder text, string type, string content) => text
        .Append("Content-Type: ").Append(type).Append("; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
        .Append(QuotedPrintable.Of(content));
}
