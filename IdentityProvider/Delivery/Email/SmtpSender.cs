using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery.Email;

/// <summary>
/// Sends by any mail server (RFC 5321). Not by System.Net.Mail: where the server refuses the password, that goes on without
/// one, so that a mistaken setting looks like a refusal of the recipient.
/// </summary>
internal sealed class SmtpSender(MailboxName from, IOptions<DeliveryOptions> options, TimeProvider clock) : IMessageSender
{
    public const string SenderName = "smtp";

    private static readonly byte[] EndOfData = "\r\n.\r\n"u8.ToArray();

    public string Name => SenderName;

    public string Channel => MessageChannels.Email;

    public async Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (MailAddress.Parse(message.To) is not { } to)
            return new SendOutcome.Refused("invalid_recipient");

        using var tooLong = new CancellationTokenSource(options.Value.Smtp.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellationToken);
        try
        {
            return await SendAsync(message, to, either.Token);
        }
        catch (SmtpRefusalException refusal)
        {
            return refusal.Outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.NotNow("timeout");
        }
        catch (AuthenticationException)
        {
            return new SendOutcome.NotNow("tls_failed");
        }
        catch (Exception lost) when (lost is SocketException or IOException)
        {
            return new SendOutcome.NotNow("connection_lost");
        }
    }

    private async Task<SendOutcome> SendAsync(OutgoingMessage message, MailAddress to, CancellationToken cancellationToken)
    {
        await using var server = new SmtpConnection();
        var extensions = await BeginAsync(server, cancellationToken);
        if (options.Value.Smtp.User is { } user)
            await SignInAsync(server, extensions, user, options.Value.Smtp.Password!, cancellationToken);
        if (to.IsInternational && extensions.Extension("SMTPUTF8") is null)
            return new SendOutcome.Refused("recipient_needs_smtputf8");

        Require(await server.CommandAsync($"MAIL FROM:<{MailAddress.Parse(from.Address)}>{(to.IsInternational ? " SMTPUTF8" : "")}", cancellationToken));
        Require(await server.CommandAsync($"RCPT TO:<{to}>", cancellationToken));
        Require(await server.CommandAsync("DATA", cancellationToken));
        var mail = new MailText(message, from, clock.GetUtcNow());
        await server.WriteAsync(Encoding.UTF8.GetBytes(Stuff(mail.ToString())), cancellationToken);
        await server.WriteAsync(EndOfData, cancellationToken);
        Require(await server.ReplyAsync(cancellationToken));
        await SayGoodbyeAsync(server, cancellationToken);
        return new SendOutcome.Accepted();
    }

    /// <summary>Up to where the server says what it can; protected as the settings want it. What goes wrong until there says nothing about the mail.</summary>
    private async Task<SmtpReply> BeginAsync(SmtpConnection server, CancellationToken cancellationToken)
    {
        var smtp = options.Value.Smtp;
        await server.OpenAsync(smtp.Host!, smtp.EffectivePort, cancellationToken);
        if (smtp.Security == SmtpSecurity.Tls)
            await server.BeginTlsAsync(smtp.Host!, smtp.TrustedCertificate, cancellationToken);
        RequireForNow(await server.ReplyAsync(cancellationToken));
        var extensions = RequireForNow(await server.CommandAsync($"EHLO {from.Domain}", cancellationToken));
        if (smtp.Security != SmtpSecurity.StartTls)
            return extensions;

        if (extensions.Extension("STARTTLS") is null)
            throw new SmtpRefusalException(new SendOutcome.NotNow("no_starttls"));
        RequireForNow(await server.CommandAsync("STARTTLS", cancellationToken));
        await server.BeginTlsAsync(smtp.Host!, smtp.TrustedCertificate, cancellationToken);
        // What was offered before is forgotten: somebody on the way could have said it (RFC 3207 4.2).
        return RequireForNow(await server.CommandAsync($"EHLO {from.Domain}", cancellationToken));
    }

    /// <summary>RFC 4954; PLAIN (RFC 4616), or LOGIN, which old servers have instead.</summary>
    private static async Task SignInAsync(SmtpConnection server, SmtpReply extensions, string user, string password, CancellationToken cancellationToken)
    {
        var mechanisms = extensions.Extension("AUTH")?.Split(' ') ?? [];
        SmtpReply answer;
        if (mechanisms.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
        {
            answer = await server.CommandAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}", cancellationToken);
        }
        else if (mechanisms.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
        {
            answer = await server.CommandAsync($"AUTH LOGIN {Base64(user)}", cancellationToken);
            if (answer.Code == 334)
                answer = await server.CommandAsync(Base64(password), cancellationToken);
        }
        else
        {
            throw new SmtpRefusalException(new SendOutcome.NotNow("no_authentication"));
        }

        if (answer.Code != 235)
            throw new SmtpRefusalException(new SendOutcome.NotNow("authentication_failed"));
    }

    /// <summary>RFC 5321 4.2.1: 4 is for now, 5 for ever. But what a server wants to know of us (RFC 4954 6) says nothing about the mail.</summary>
    private static void Require(SmtpReply reply)
    {
        if (reply.Code is 530 or 534 or 535 or 538)
            throw new SmtpRefusalException(new SendOutcome.NotNow("authentication_required"));
        if (reply.Code >= 500)
            throw new SmtpRefusalException(new SendOutcome.Refused(reply.ToString()));
        RequireForNow(reply);
    }

    private static SmtpReply RequireForNow(SmtpReply reply) =>
        reply.IsPositive ? reply : throw new SmtpRefusalException(new SendOutcome.NotNow(reply.ToString()));

    // The mail is the server's by now, whatever becomes of this.
    private static async Task SayGoodbyeAsync(SmtpConnection server, CancellationToken cancellationToken)
    {
        try
        {
            await server.CommandAsync("QUIT", cancellationToken);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SmtpRefusalException)
        {
        }
    }

    // RFC 5321 4.5.2: a line of one dot would be the end.
    private static string Stuff(string text) => (text.StartsWith('.') ? "." : "") + text.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
