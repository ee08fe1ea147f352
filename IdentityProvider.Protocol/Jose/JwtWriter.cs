using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Keys;

namespace IdentityProvider.Protocol.Jose;

/// <summary>Writes signed JWTs in compact form (RFC 7515 7.1).</summary>
internal static class JwtWriter
{
    /// <summary>Signs what <paramref name="writeClaims"/> writes between the braces of the payload.</summary>
    /// <param name="key">The key that signs.</param>
    /// <param name="type">The <c>typ</c> header, which keeps one kind of token from being taken for another (RFC 8725 3.11).</param>
    /// <param name="claims">What <paramref name="writeClaims"/> is called with.</param>
    /// <param name="writeClaims">Writes the members of the payload.</param>
    public static string Sign<TClaims>(SigningKey key, string type, TClaims claims, Action<Utf8JsonWriter, TClaims> writeClaims)
    {
        var payload = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(payload, JsonFormat.WriterOptions))
        {
            json.WriteStartObject();
            writeClaims(json, claims);
            json.WriteEndObject();
        }

        var header = key.EncodedHeader(type);
        var signedLength = header.Length + 1 + Base64Url.GetEncodedLength(payload.WrittenCount);
        var token = ArrayPool<byte>.Shared.Rent(signedLength + 1 + Base64Url.GetEncodedLength(key.SignatureLength));
        try
        {
            header.CopyTo(token, 0);
            token[header.Length] = (byte)'.';
            Base64Url.EncodeToUtf8(payload.WrittenSpan, token.AsSpan(header.Length + 1));
            token[signedLength] = (byte)'.';

            Span<byte> signature = stackalloc byte[key.SignatureLength];
            key.Sign(token.AsSpan(0, signedLength), signature);
            var length = signedLength + 1 + Base64Url.EncodeToUtf8(signature, token.AsSpan(signedLength + 1));
            return Encoding.ASCII.GetString(token, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(token);
        }
    }
}
