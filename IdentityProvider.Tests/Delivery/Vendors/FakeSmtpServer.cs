using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Delivery.Vendors;

/// <summary>A mail server (RFC 5321) with STARTTLS (RFC 3207) and AUTH (RFC 4954) on a free port of this machine, with a certificate that nobody but <see cref="CertificateFile"/> vouches for.</summary>
public sealed class FakeSmtpServer : IDisposable
{
    public const string User = "acme";
    public const string Password = "Zq8-smtp-password";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = NewCertificate();
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<ReceivedMail> _mails = Channel.CreateUnbounded<ReceivedMail>();

    public FakeSmtpServer()
    {
        CertificateFile = _folder.Write("mail.pem", _certificate.ExportCertificatePem());
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string CertificateFile { get; }

    /// <summary>What the answer to EHLO offers beside STARTTLS, which it offers only in the open.</summary>
    public IReadOnlyList<string> Extensions { get; set; } = ["AUTH LOGIN PLAIN", "8BITMIME", "SIZE 10000000"];

    public bool OffersStartTls { get; set; } = true;

    /// <summary>TLS from the first byte.</summary>
    public bool ImplicitTls { get; set; }

    /// <summary>Replies that a test puts in place of the usual, by the command's first word; <c>""</c> is the greeting, <c>.</c> the end of a mail. An empty reply drops the connection.</summary>
    public ConcurrentDictionary<string, string> Replies { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every command of every conversation, in order; a mail's lines are none.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>The next mail to this address.</summary>
    public async Task<ReceivedMail> NextToAsync(string address)
    {
        using var patience = new CancellationTokenSource(LongestWait);
        await foreach (var mail in _mails.Reader.ReadAllAsync(patience.Token))
            if (mail.To == address)
                return mail;
        throw new Xunit.Sdk.XunitException("No mail arrived.");
    }

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Dispose();
        _certificate.Dispose();
        _closing.Dispose();
        _folder.Dispose();
    }

    private async Task AcceptAsync()
    {
        var closing = _closing.Token;
        try
        {
            while (true)
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(closing), closing);
        }
        catch (Exception closed) when (closed is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task TalkAsync(TcpClient client, CancellationToken closing)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (ImplicitTls)
                stream = await SecureAsync(stream);
            var conversation = new Conversation(stream);
            await ReplyAsync(conversation, "", "220 mail.acme.example ESMTP");
            while (await conversation.Reader.ReadLineAsync(closing) is { } command)
                conversation = await ObeyAsync(conversation, command);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
        }
    }

    private async Task<Conversation> ObeyAsync(Conversation conversation, string command)
    {
        Commands.Enqueue(command);
        var verb = command.Split(' ', ':')[0].ToUpperInvariant();
        switch (verb)
        {
            case "EHLO":
                var offered = OffersStartTls && conversation.Stream is not SslStream ? ["STARTTLS", .. Extensions] : Extensions;
                string[] lines = ["mail.acme.example", .. offered];
                await ReplyAsync(conversation, verb, string.Join("\r\n", lines.Select((line, index) => $"250{(index == lines.Length - 1 ? ' ' : '-')}{line}")));
                break;
            case "STARTTLS":
                await ReplyAsync(conversation, verb, "220 go ahead");
                return new Conversation(await SecureAsync(conversation.Stream));
            case "AUTH":
                await ReplyAsync(conversation, verb, await IsKnownAsync(conversation, command) ? "235 2.7.0 welcome" : "535 5.7.8 not you");
                break;
            case "MAIL":
                await ReplyAsync(conversation, verb, "250 2.1.0 ok");
                break;
            case "RCPT":
                conversation.To = command[(command.IndexOf('<', StringComparison.Ordinal) + 1)..command.IndexOf('>', StringComparison.Ordinal)];
                await ReplyAsync(conversation, verb, "250 2.1.5 ok");
                break;
            case "DATA":
                if (await ReplyAsync(conversation, verb, "354 end with a dot"))
                    await ReceiveAsync(conversation);
                break;
            default:
                await ReplyAsync(conversation, verb, verb == "QUIT" ? "221 bye" : "500 5.5.1 what?");
                break;
        }

        return conversation;
    }

    /// <summary>Whether the usual reply was given.</summary>
    private async Task<bool> ReplyAsync(Conversation conversation, string verb, string usual)
    {
        var reply = Replies.GetValueOrDefault(verb, usual);
        if (reply.Length == 0)
            throw new IOException("dropped");
        await conversation.Stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), _closing.Token);
        return reply == usual;
    }

    private async Task<bool> IsKnownAsync(Conversation conversation, string command)
    {
        if (command.Split(' ') is ["AUTH", "PLAIN", var plain])
            return Decoded(plain) == $"\0{User}\0{Password}";
        if (command.Split(' ') is not ["AUTH", "LOGIN", var user])
            return false;
        await conversation.Stream.WriteAsync("334 UGFzc3dvcmQ6\r\n"u8.ToArray(), _closing.Token);
        return Decoded(user) == User && Decoded(await conversation.Reader.ReadLineAsync(_closing.Token) ?? "") == Password;
    }

    private async Task ReceiveAsync(Conversation conversation)
    {
        var text = new StringBuilder();
        while (await conversation.Reader.ReadLineAsync(_closing.Token) is { } line && line != ".")
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        if (await ReplyAsync(conversation, ".", "250 2.0.0 queued"))
            _mails.Writer.TryWrite(new ReceivedMail(conversation.To, text.ToString()));
    }

    private async Task<SslStream> SecureAsync(Stream stream)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_certificate);
        return tls;
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    private static string Decoded(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private sealed class Conversation(Stream stream)
    {
        public Stream Stream => stream;

        public StreamReader Reader { get; } = new(stream, Encoding.UTF8);

        public string To { get; set; } = "";
    }
}
