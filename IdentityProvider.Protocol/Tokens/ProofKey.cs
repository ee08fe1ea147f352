using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentityProvider.Protocol.Grants;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>Proof Key for Code Exchange (RFC 7636), with S256 alone (RFC 9700 2.1.1).</summary>
internal static class ProofKey
{
    public const string Method = "S256";

    private const int Shortest = 43;
    private const int Longest = 128;

    // unreserved = ALPHA / DIGIT / "-" / "." / "_" / "~"
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>The grammar that code_challenge and code_verifier share (RFC 7636 4.1, 4.2).</summary>
    public static bool IsWellFormed(string value) =>
        value.Length is >= Shortest and <= Longest && !value.AsSpan().ContainsAnyExcept(Unreserved);

    /// <summary>RFC 7636 4.6. A verifier without a challenge is refused too: somebody stripped the challenge (RFC 9700 2.1.1).</summary>
    public static bool Matches(string? challenge, string? verifier)
    {
        if (challenge is null || verifier is null)
            return challenge is null && verifier is null;
        return IsWellFormed(verifier)
            && RandomHandle.FixedTimeEquals(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))), challenge);
    }
}
