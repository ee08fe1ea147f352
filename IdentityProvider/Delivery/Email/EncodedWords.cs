namespace IdentityProvider.Delivery.Email;

/// <summary>A text in a header (RFC 2047): what is not plain ASCII is encoded, line breaks too, so that nothing in it can begin a header of its own.</summary>
internal static class EncodedWords
{
    // "=?utf-8?B?" and "?=" around 60 letters of base64: a word has at most 75.
    private const int LongestChunk = 45;
    private const int LongestPlain = 200;

    public static string Of(string text)
    {
        if (text.Length <= LongestPlain && text.All(IsPlain))
            return text;

        var words = new List<string>();
        var chunk = new List<byte>();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (chunk.Count + rune.Utf8SequenceLength > LongestChunk)
                words.Add(Word(chunk));
            chunk.AddRange(bytes[..rune.EncodeToUtf8(bytes)]);
        }

        words.Add(Word(chunk));
        return string.Join("\r\n ", words);
    }

    private static string Word(List<byte> chunk)
    {
        var word = $"=?utf-8?B?{Convert.ToBase64String([.. chunk])}?=";
        chunk.Clear();
        return word;
    }

    // What has a meaning in an address or begins an encoded word is encoded as well.
    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || " '-_/!&+".Contains(character);
}
