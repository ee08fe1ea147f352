using IdentityProvider.Delivery;
using IdentityProvider.Tests.Delivery.Vendors;

namespace IdentityProvider.Tests.Delivery;

/// <summary>A mail handed to a mail server, command by command.</summary>
public sealed class SmtpSenderTests : IDisposable
{
    private readonly FakeSmtpServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task It_arrives_over_TLS_with_its_text_and_its_HTML()
    {
        var message = Mail("Grüße aus Yangon, 🙂 und noch ein langer Betreff, der in keine Zeile eines Kopfes passt, weil er weiter und weiter geht");
        Assert.Equal(new SendOutcome.Accepted(), await SendAsync(message with { Html = "<p style=\"color:red\">Grüße</p>" }));

        var mail = await _server.NextToAsync("may@people.example");
        Assert.Equal(message.Subject, mail.Headers["Subject"]);
        Assert.Equal("Acme <no-reply@acme.example>", mail.Headers["From"]);
        Assert.Equal("<may@people.example>", mail.Headers["To"]);
        Assert.Equal($"<{message.Id}@acme.example>", mail.Headers["Message-ID"]);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal("1.0", mail.Headers["MIME-Version"]);
        Assert.True(DateTimeOffset.TryParse(mail.Headers["Date"], out var date) && date.Offset == TimeSpan.Zero);
        Assert.Equal([("text/plain", message.Body.ReplaceLineEndings("\r\n")), ("text/html", "<p style=\"color:red\">Grüße</p>")], mail.Parts);
        Assert.Equal(["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "QUIT"], _server.Commands.Select(command => command.Split(' ')[0]));
        Assert.Contains("MAIL FROM:<no-reply@acme.example>", _server.Commands);
        Assert.Contains("RCPT TO:<may@people.example>", _server.Commands);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("One\n.\nTwo\n..\n.dots\n")]
    [InlineData("a line that ends in a space \nand one = sign\tand a tab\t")]
    [InlineData("https://id.example/account/email?token=eyJhbGciOiJFUzI1NiIsInR5cCI6ImVtYWlsK2p3dCJ9.eyJqdGkiOiIwMTk5IiwiYXVkIjoiaHR0cHM6Ly9pZC5leGFtcGxlIn0.c2lnbmF0dXJl")]
    public async Task What_it_says_arrives_letter_by_letter(string body)
    {
        Assert.IsType<SendOutcome.Accepted>(await SendAsync(Mail() with { To = "x@people.example" }, body));
        var text = (await _server.NextToAsync("x@people.example")).Part("text/plain");
        // The last line ends with the mail.
        Assert.Equal(body.ReplaceLineEndings("\r\n"), text[..^2]);
    }

    [Fact]
    public async Task Nothing_in_a_subject_begins_a_header()
    {
        await SendAsync(Mail("Hello\r\nBcc: everybody@people.example\r\n\r\n<b>spoofed</b>"));
        var mail = await _server.NextToAsync("may@people.example");
        Assert.DoesNotContain("Bcc", mail.Headers.Keys);
        Assert.Equal("Hello\r\nBcc: everybody@people.example\r\n\r\n<b>spoofed</b>", mail.Headers["Subject"]);
    }

    [Theory]
    [InlineData("may@people.example>\r\nRCPT TO:<eve@people.example")]
    [InlineData("may@people.example\r\nDATA")]
    [InlineData("may")]
    public async Task What_is_no_address_is_refused_before_anybody_is_asked(string address)
    {
        Assert.Equal("refused invalid_recipient", VonageSenderTests.Words(await SendAsync(Mail() with { To = address })));
        Assert.Empty(_server.Commands);
    }

    [Fact]
    public async Task An_international_address_goes_where_it_is_understood()
    {
        var message = Mail() with { To = "用户@bücher.example" };
        Assert.Equal("refused recipient_needs_smtputf8", VonageSenderTests.Words(await SendAsync(message)));
        _server.Extensions = [.. _server.Extensions, "SMTPUTF8"];
        Assert.IsType<SendOutcome.Accepted>(await SendAsync(message));
        Assert.Contains("MAIL FROM:<no-reply@acme.example> SMTPUTF8", _server.Commands);
        Assert.Contains("RCPT TO:<用户@xn--bcher-kva.example>", _server.Commands);
        Assert.Equal("<用户@xn--bcher-kva.example>", (await _server.NextToAsync("用户@xn--bcher-kva.example")).Headers["To"]);
    }

    [Theory]
    [InlineData("AUTH PLAIN", "accepted", "AUTH PLAIN ")]
    [InlineData("AUTH CRAM-MD5 LOGIN", "accepted", "AUTH LOGIN ")]
    [InlineData("AUTH CRAM-MD5", "later no_authentication", null)]
    [InlineData("SIZE 1000", "later no_authentication", null)]
    public async Task The_password_is_told_in_a_way_the_server_knows(string offered, string expected, string? command)
    {
        _server.Extensions = [offered];
        Assert.Equal(expected, VonageSenderTests.Words(await SendAsync(Mail())));
        if (command is not null)
            Assert.Contains(_server.Commands, said => said.StartsWith(command, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AUTH PLAIN")]
    [InlineData("AUTH LOGIN")]
    public async Task A_wrong_password_is_ours_to_mend_and_ends_the_conversation(string offered)
    {
        _server.Extensions = [offered];
        Assert.Equal("later authentication_failed", VonageSenderTests.Words(await SendAsync(Mail(), settings: [new("Delivery:Smtp:Password", "wrong")])));
        Assert.DoesNotContain(_server.Commands, command => command.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "421 4.3.2 closing", "later smtp_421")]
    [InlineData("", "554 5.0.0 not from there", "later smtp_554")]
    [InlineData("EHLO", "502 5.5.1 not known", "later smtp_502")]
    [InlineData("STARTTLS", "454 4.7.0 not now", "later smtp_454")]
    [InlineData("AUTH", "454 4.7.0 try later", "later authentication_failed")]
    [InlineData("MAIL", "530 5.7.0 Authentication required", "later authentication_required")]
    [InlineData("MAIL", "452 4.3.1 full", "later smtp_452")]
    [InlineData("MAIL", "550 5.7.1 not your address", "refused smtp_550")]
    [InlineData("RCPT", "450-4.2.0 greylisted:\r\n450 4.2.0 may@people.example later", "later smtp_450")]
    [InlineData("RCPT", "550 5.1.1 may@people.example is unknown", "refused smtp_550")]
    [InlineData("DATA", "554 5.5.1 no valid recipients", "refused smtp_554")]
    [InlineData(".", "451 4.3.0 aborted", "later smtp_451")]
    [InlineData(".", "554 5.7.1 looks like spam", "refused smtp_554")]
    [InlineData("RCPT", "", "later connection_lost")]
    [InlineData(".", "", "later connection_lost")]
    [InlineData("", "HTTP/1.1 200 OK", "later unreadable_answer")]
    [InlineData("MAIL", "2", "later unreadable_answer")]
    [InlineData("QUIT", "", "accepted")]
    public async Task Every_reply_has_its_meaning(string command, string reply, string expected)
    {
        _server.Replies[command] = reply;
        Assert.Equal(expected, VonageSenderTests.Words(await SendAsync(Mail())));
    }

    [Fact]
    public async Task A_reply_without_end_is_given_up()
    {
        _server.Replies["EHLO"] = string.Join("\r\n", Enumerable.Repeat("250-more", 20_000));
        Assert.Equal("later unreadable_answer", VonageSenderTests.Words(await SendAsync(Mail())));
        _server.Replies["EHLO"] = new string('2', 200_000);
        Assert.Equal("later unreadable_answer", VonageSenderTests.Words(await SendAsync(Mail())));
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        Assert.Equal("later timeout", VonageSenderTests.Words(await SendAsync(
            Mail(), settings: [new("Delivery:Smtp:Port", $"{port}"), new("Delivery:Smtp:Timeout", "00:00:00.3")])));
    }

    [Fact]
    public async Task Without_TLS_nothing_is_said_but_hello()
    {
        _server.OffersStartTls = false;
        Assert.Equal("later no_starttls", VonageSenderTests.Words(await SendAsync(Mail())));
        Assert.Equal(["EHLO acme.example"], _server.Commands);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_ends_it()
    {
        Assert.Equal("later tls_failed", VonageSenderTests.Words(await SendAsync(Mail(), settings: [new("Delivery:Smtp:TrustedCertificate", null)])));
        Assert.Equal("later tls_failed", VonageSenderTests.Words(await SendAsync(Mail(), settings: [new("Delivery:Smtp:Host", "127.0.0.1")])));
        Assert.DoesNotContain(_server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_said_before_TLS_does_not_count()
    {
        // Somebody on the way adds a line behind the server's: it would be taken for the answer to what comes next.
        _server.Replies["STARTTLS"] = "220 go ahead\r\n250 AUTH PLAIN";
        Assert.IsType<SendOutcome.Accepted>(await SendAsync(Mail()));
        Assert.Equal(Mail().Body.ReplaceLineEndings("\r\n"), (await _server.NextToAsync("may@people.example")).Part("text/plain")[..^2]);
    }

    [Theory]
    [InlineData("Tls")]
    [InlineData("None")]
    public async Task The_other_ways_of_protection(string security)
    {
        _server.ImplicitTls = security == "Tls";
        _server.OffersStartTls = false;
        Assert.IsType<SendOutcome.Accepted>(await SendAsync(Mail(), settings: [new("Delivery:Smtp:Security", security)]));
        Assert.DoesNotContain("STARTTLS", _server.Commands);
    }

    internal static List<KeyValuePair<string, string?>> Settings(FakeSmtpServer server) =>
    [
        new("Delivery:Email:Senders", "smtp"),
        new("Delivery:Email:From", "no-reply@acme.example"),
        new("Delivery:Smtp:Host", "localhost"),
        new("Delivery:Smtp:Port", $"{server.Port}"),
        new("Delivery:Smtp:User", FakeSmtpServer.User),
        new("Delivery:Smtp:Password", FakeSmtpServer.Password),
        new("Delivery:Smtp:TrustedCertificate", server.CertificateFile),
    ];

    private async Task<SendOutcome> SendAsync(OutgoingMessage message, string? body = null, params KeyValuePair<string, string?>[] settings)
    {
        var changed = settings.Select(setting => setting.Key).ToHashSet(StringComparer.Ordinal);
        await using var host = new SenderHost(Settings(_server).Where(setting => !changed.Contains(setting.Key)).Concat(settings));
        return await host.SendAsync("smtp", body is null ? message : message with { Body = body });
    }

    private static OutgoingMessage Mail(string subject = "Confirm your address") =>
        new(MessageChannels.Email, "may@people.example", "Hello,\n\nGrüße: https://id.example/confirm?token=abc.def&x=1\n") { Subject = subject };
}
