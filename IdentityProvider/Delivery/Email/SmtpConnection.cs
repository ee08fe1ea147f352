using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IdentityProvider.Delivery.Email;

/// <summary>The lines of a conversation with a mail server, first over plain TCP, then over TLS.</summary>
internal sealed class SmtpConnection : IAsyncDisposable
{
    // RFC 5321 4.5.3.1.5 allows a line of a reply 512 octets, its texts hardly use them; a server without end is none.
    private const int LongestReply = 64 * 1024;
    private readonly TcpClient _client = new();
    private Stream _stream = Stream.Null;
    private byte[] _received = new byte[4096];
    private int _from;
    private int _to;

    public async Task OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(host, port, cancellationToken);
        _stream = _client.GetStream();
    }

    /// <param name="host">Whose certificate it must be.</param>
    /// <param name="trusted">A file with what to trust instead of the system's authorities.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    public async Task BeginTlsAsync(string host, string? trusted, CancellationToken cancellationToken)
    {
        // What arrived before the handshake was said by anybody, and must not count as said by the server (RFC 3207 6).
        (_from, _to) = (0, 0);
        var tls = new SslStream(_stream);
        _stream = tls;
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (trusted is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(trusted);
        }

        await tls.AuthenticateAsClientAsync(options, cancellationToken);
    }

    public async Task<SmtpReply> CommandAsync(string command, CancellationToken cancellationToken)
    {
        await WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken);
        return await ReplyAsync(cancellationToken);
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    public async Task<SmtpReply> ReplyAsync(CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var length = 0;
        while (true)
        {
            var line = await LineAsync(cancellationToken);
            length += line.Length;
            if (length > LongestReply || line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                throw new SmtpRefusalException(new SendOutcome.NotNow("unreadable_answer"));
            lines.Add(line.Length > 4 ? line[4..] : "");
            // A hyphen after the code says that more lines follow.
            if (line.Length == 3 || line[3] != '-')
                return new SmtpReply(code, lines);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        var searched = _from;
        while (true)
        {
            var end = Array.IndexOf(_received, (byte)'\n', searched, _to - searched);
            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString(_received, _from, end - _from).TrimEnd('\r');
                _from = end + 1;
                return line;
            }

            searched = await ReceiveAsync(cancellationToken);
        }
    }

    /// <summary>Takes in more behind what is there; returns where the new bytes begin.</summary>
    private async Task<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        Buffer.BlockCopy(_received, _from, _received, 0, _to - _from);
        (_from, _to) = (0, _to - _from);
        if (_to == LongestReply)
            throw new SmtpRefusalException(new SendOutcome.NotNow("unreadable_answer"));
        if (_to == _received.Length)
            Array.Resize(ref _received, _received.Length * 2);
        var begin = _to;
        var read = await _stream.ReadAsync(_received.AsMemory(_to), cancellationToken);
        if (read == 0)
            throw new EndOfStreamException();
        _to += read;
        return begin;
    }
}
