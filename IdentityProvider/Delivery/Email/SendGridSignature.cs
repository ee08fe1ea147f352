using System.Security.Cryptography;
using System.Text;

namespace IdentityProvider.Delivery.Email;

/// <summary>The signature of SendGrid's event webhook: ECDSA over the timestamp and the raw body ("Event Webhook Security Features", "Verify the signature").</summary>
internal static class SendGridSignature
{
    // A curve with 256 bits; a signature is two numbers of its size in DER.
    private const int KeySize = 256;
    private const int LongestSignature = 100;

    public static bool IsKey(string publicKey)
    {
        try
        {
            using var key = Import(publicKey);
            return key.KeySize == KeySize;
        }
        catch (Exception unreadable) when (unreadable is FormatException or CryptographicException)
        {
            return false;
        }
    }

    /// <param name="publicKey">One that <see cref="IsKey"/>.</param>
    /// <param name="signature">The header <c>X-Twilio-Email-Event-Webhook-Signature</c>.</param>
    /// <param name="timestamp">The header <c>X-Twilio-Email-Event-Webhook-Timestamp</c>, as it came.</param>
    /// <param name="body">The body, byte for byte.</param>
    public static bool Holds(string publicKey, string signature, string timestamp, ReadOnlySpan<byte> body)
    {
        Span<byte> decoded = stackalloc byte[LongestSignature];
        if (!Convert.TryFromBase64String(signature, decoded, out var length))
            return false;
        using var key = Import(publicKey);
        return key.VerifyData([.. Encoding.UTF8.GetBytes(timestamp), .. body], decoded[..length], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static ECDsa Import(string publicKey)
    {
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        return key;
    }
}
