using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Keys;

namespace IdentityProvider.Protocol.Jose;

/// <summary>Reads the JWTs that this provider has signed itself. Nothing in a header but <c>kid</c> chooses the key (RFC 8725 3.10).</summary>
internal static class JwtReader
{
    private const int LongestToken = 16 * 1024;

    /// <summary>
    /// The claims, where the token is of this type and its signature is by one of our keys with that key's own
    /// algorithm (RFC 8725 3.1); else null. Says nothing of issuer, audience or lifetime.
    /// </summary>
    public static JsonObject? Read(string token, string type, KeyRing keys)
    {
        if (token.Length > LongestToken)
            return null;
        var parts = token.Split('.');
        if (parts.Length != 3 || ParseObject(parts[0]) is not { } header || TryDecode(parts[2]) is not { } signature)
            return null;
        if (!HasType(header, type) || header.ContainsKey("crit") || StrictJson.Text(header, "kid") is not { } keyId || keys.FindSigningKey(keyId) is not { } key)
            return null;
        if (StrictJson.Text(header, "alg") != key.Algorithm)
            return null;

        var signed = Encoding.ASCII.GetBytes(token, 0, parts[0].Length + 1 + parts[1].Length);
        return key.Verify(signed, signature) ? ParseObject(parts[1]) : null;
    }

    // RFC 7515 4.1.9: a type is compared without regard to case, and "application/" before it says nothing.
    private static bool HasType(JsonObject header, string type)
    {
        var own = StrictJson.Text(header, "typ") ?? "";
        if (own.StartsWith("application/", StringComparison.OrdinalIgnoreCase))
            own = own["application/".Length..];
        return own.Equals(type, StringComparison.OrdinalIgnoreCase);
    }

    private static JsonObject? ParseObject(string encoded) => TryDecode(encoded) is { } bytes ? StrictJson.ParseObject(bytes) : null;

    private static byte[]? TryDecode(string encoded)
    {
        try
        {
            return Base64Url.DecodeFromChars(encoded);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
