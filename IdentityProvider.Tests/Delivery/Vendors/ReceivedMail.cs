using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IdentityProvider.Tests.Delivery.Vendors;

/// <summary>A mail as a reader would take it apart (RFC 5322, 2045 to 2047).</summary>
public sealed partial record ReceivedMail(string To, string Text)
{
    public IReadOnlyDictionary<string, string> Headers => HeadersOf(Text);

    /// <summary>The type of each part, and what it says; a mail that is not of several has one.</summary>
    public IReadOnlyList<(string Type, string Content)> Parts
    {
        get
        {
            if (!Headers["Content-Type"].StartsWith("multipart/alternative; boundary=\"", StringComparison.Ordinal))
                return [PartOf(Text)];
            var boundary = Headers["Content-Type"].Split('"')[1];
            Assert.EndsWith($"\r\n--{boundary}--\r\n", Text, StringComparison.Ordinal);
            return [.. Text.Split($"\r\n--{boundary}")[1..^1].Select(part => PartOf(part["\r\n".Length..]))];
        }
    }

    /// <summary>The text of one kind.</summary>
    public string Part(string type) => Assert.Single(Parts, part => part.Type == type).Content;

    private static (string Type, string Content) PartOf(string part)
    {
        var headers = HeadersOf(part);
        Assert.Equal("quoted-printable", headers["Content-Transfer-Encoding"]);
        Assert.EndsWith("; charset=utf-8", headers["Content-Type"], StringComparison.Ordinal);
        var body = part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Assert.All(body.Split("\r\n"), line => Assert.True(line.Length <= 76, "a line is too long"));
        return (headers["Content-Type"].Split(';')[0], Unquoted(body));
    }

    private static Dictionary<string, string> HeadersOf(string text)
    {
        var head = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", " ", StringComparison.Ordinal);
        // Add, not set: a header that is there twice is a failure.
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in head.Split("\r\n"))
            headers.Add(header[..header.IndexOf(':', StringComparison.Ordinal)], Words(header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]));
        return headers;
    }

    private static string Words(string value) => EncodedWord().Replace(
        Between().Replace(value, "?==?"), word => Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[1].Value)));

    private static string Unquoted(string body)
    {
        var bytes = new List<byte>();
        var text = body.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var index = 0; index < text.Length; index++)
        {
            Assert.InRange(text[index], '\0', '\x7F');
            if (text[index] != '=')
            {
                bytes.Add((byte)text[index]);
                continue;
            }

            bytes.Add(byte.Parse(text.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            index += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    // White space between two encoded words is not part of the text (RFC 2047 6.2).
    [GeneratedRegex(@"\?=\s+=\?", RegexOptions.None, 1000)]
    private static partial Regex Between();

    [GeneratedRegex(@"=\?utf-8\?B\?([^?]*)\?=", RegexOptions.None, 1000)]
    private static partial Regex EncodedWord();
}
