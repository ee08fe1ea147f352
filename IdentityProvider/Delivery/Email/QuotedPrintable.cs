using System.Text;

namespace IdentityProvider.Delivery.Email;

/// <summary>A text in lines of at most 76 ASCII letters that end with CRLF (RFC 2045 6.7).</summary>
internal static class QuotedPrintable
{
    private const int LongestLine = 76;

    public static string Of(string text) =>
        string.Join("\r\n", text.ReplaceLineEndings("\n").Split('\n').Select(Line));

    private static string Line(string line)
    {
        var encoded = new StringBuilder();
        var length = 0;
        var bytes = Encoding.UTF8.GetBytes(line);
        for (var index = 0; index < bytes.Length; index++)
        {
            var piece = IsPlain(bytes[index], atEnd: index == bytes.Length - 1) ? ((char)bytes[index]).ToString() : $"={bytes[index]:X2}";
            // One place is kept for the sign that the line goes on.
            if (length + piece.Length > LongestLine - 1)
            {
                encoded.Append("=\r\n");
                length = 0;
            }

            encoded.Append(piece);
            length += piece.Length;
        }

        return encoded.ToString();
    }

    // A space at the end of a line may be lost on the way.
    private static bool IsPlain(byte value, bool atEnd) => value is > (byte)' ' and < 0x7F and not (byte)'=' || (value is (byte)' ' or (byte)'\t' && !atEnd);
}
