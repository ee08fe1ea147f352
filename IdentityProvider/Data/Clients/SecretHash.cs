using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IdentityProvider.Data.Clients;

/// <summary>How secrets of clients and APIs rest: SHA-256, base64url. They are random, so one fast hash is enough.</summary>
public static class SecretHash
{
    public static string Of(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
