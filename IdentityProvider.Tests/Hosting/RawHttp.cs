using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IdentityProvider.Tests.Hosting;

/// <summary>HTTP/1.1 written by hand, for requests that no proper client would send.</summary>
public static class RawHttp
{
    /// <summary>Sends the head line, a Host header and what else is given; returns the answer's status and text.</summary>
    public static async Task<(HttpStatusCode Status, string Text)> SendAsync(Uri origin, string requestLine, string body = "", params string[] headers)
    {
        var bytes = Encoding.Latin1.GetBytes(body);
        var head = new StringBuilder($"{requestLine} HTTP/1.1\r\nHost: {origin.Authority}\r\nConnection: close\r\n");
        foreach (var header in headers)
            head.Append(header).Append("\r\n");
        if (bytes.Length > 0 && !headers.Any(header => header.StartsWith("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)))
            head.Append("Content-Length: ").Append(bytes.Length).Append("\r\n");
        head.Append("\r\n");

        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, origin.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ToString()));
        await stream.WriteAsync(bytes);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 ", text, StringComparison.Ordinal);
        return ((HttpStatusCode)int.Parse(text.AsSpan(9, 3)), text);
    }
}
