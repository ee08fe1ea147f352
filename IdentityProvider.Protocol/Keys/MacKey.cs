using System.Security.Cryptography;

namespace IdentityProvider.Protocol.Keys;

/// <summary>
/// The server's own key for keyed hashes: one-time codes at rest, tokens it sends to itself, refresh tokens derived from
/// one another. It rotates as the others do, so what is kept of it names the key.
/// </summary>
public sealed class MacKey
{
    private const int Bytes = 32;
    private readonly byte[] _secret;

    internal MacKey(StoredKey stored, byte[] secret)
    {
        KeyId = stored.KeyId;
        ActiveFrom = stored.ActiveFrom;
        _secret = secret;
    }

    /// <summary>Which key it is.</summary>
    public string KeyId { get; }

    /// <summary>From when it is the current one.</summary>
    public DateTimeOffset ActiveFrom { get; }

    /// <summary>HMAC-SHA-256 of the data: 32 bytes.</summary>
    public byte[] Compute(ReadOnlySpan<byte> data) => HMACSHA256.HashData(_secret, data);

    internal static byte[] Generate() => RandomNumberGenerator.GetBytes(Bytes);
}
