using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IdentityProvider.Protocol.Grants;

/// <summary>Random strings that are given out, and the hashes that are kept of them. The one way to make, hash and compare them.</summary>
public static class RandomHandle
{
    private const int Bytes = 32;

    /// <summary>A new handle: 256 random bits as 43 characters of base64url.</summary>
    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>SHA-256 of the handle, base64url: what is stored in its place. A handle is random, so one fast hash is enough.</summary>
    public static string Hash(string handle)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(handle), hash);
        return Base64Url.EncodeToString(hash);
    }

    /// <summary>Compares in a time that tells nothing about where the two differ.</summary>
    public static bool FixedTimeEquals(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
