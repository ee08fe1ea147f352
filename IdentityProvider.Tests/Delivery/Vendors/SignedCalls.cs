using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace IdentityProvider.Tests.Delivery.Vendors;

/// <summary>The calls of vendors who report what became of a message, signed as they document it.</summary>
internal sealed class SignedCalls : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>As SendGrid shows it.</summary>
    public string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    /// <summary>A delivery receipt (SMS API, "Delivery receipts"), not signed yet.</summary>
    public static Dictionary<string, string> Receipt(DateTimeOffset now, string status, string errorCode, Guid? message, string messageId = "0A0000001234567B")
    {
        var receipt = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["msisdn"] = "959791234567",
            ["to"] = "Acme & Sons=1",
            ["network-code"] = "41401",
            ["messageId"] = messageId,
            ["price"] = "0.03330000",
            ["status"] = status,
            ["scts"] = "2611211200",
            ["err-code"] = errorCode,
            ["api-key"] = FakeVonage.ApiKey,
            ["message-timestamp"] = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss"),
            ["timestamp"] = now.ToUnixTimeSeconds().ToString(),
            ["nonce"] = "ec11dd3e-1e7f-4db5-9467-82b02cd223b9",
        };
        if (message is { } id)
            receipt["client-ref"] = id.ToString();
        return receipt;
    }

    /// <summary>The receipt with its signature, by the method that the account has chosen.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "An account can be set so.")]
    [SuppressMessage("Security", "CA5351", Justification = "An account can be set so.")]
    public static Dictionary<string, string> Sign(Dictionary<string, string> receipt, string method = "SHA-256 HMAC", string secret = FakeVonage.SignatureSecret)
    {
        var text = new StringBuilder();
        foreach (var name in receipt.Keys.Order(StringComparer.Ordinal))
            text.Append($"&{name}={receipt[name].Replace("&", "_", StringComparison.Ordinal).Replace("=", "_", StringComparison.Ordinal)}");
        var (key, signed) = (Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text.ToString()));
        var signature = method switch
        {
            "SHA-256 HMAC" => HMACSHA256.HashData(key, signed),
            "SHA-512 HMAC" => HMACSHA512.HashData(key, signed),
            "SHA1 HMAC" => HMACSHA1.HashData(key, signed),
            "MD5 HMAC" => HMACMD5.HashData(key, signed),
            _ => MD5.HashData([.. signed, .. key]),
        };
        return new Dictionary<string, string>(receipt) { ["sig"] = Convert.ToHexString(signature) };
    }

    /// <summary>An event ("Event Webhook Reference").</summary>
    public static JsonObject Event(DateTimeOffset now, string kind, Guid? message, string vendorId = "5xKNI3vTQm6VEZmPCvYzpg")
    {
        var one = new JsonObject
        {
            ["email"] = "may@people.example",
            ["timestamp"] = now.ToUnixTimeSeconds(),
            ["smtp-id"] = $"<{vendorId}@ismtpd-555>",
            ["event"] = kind,
            ["sg_event_id"] = "rWVYmVk90MjZJ9iohOBa3w==",
            ["sg_message_id"] = vendorId + ".filter0001.16648.5515E0B88.0",
        };
        if (message is { } id)
            one["message_id"] = id.ToString();
        return one;
    }

    /// <summary>A call with these bytes: SendGrid ends its own with CRLF, which is signed too.</summary>
    public HttpRequestMessage Call(string body, DateTimeOffset signedAt)
    {
        var timestamp = signedAt.ToUnixTimeSeconds().ToString();
        var bytes = Encoding.UTF8.GetBytes(body);
        var signature = _key.SignData([.. Encoding.UTF8.GetBytes(timestamp), .. bytes], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new HttpRequestMessage(HttpMethod.Post, "/delivery/sendgrid/events")
        {
            Content = new ByteArrayContent(bytes) { Headers = { { "Content-Type", "application/json;charset=utf-8" } } },
            Headers =
            {
                { "X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature) },
                { "X-Twilio-Email-Event-Webhook-Timestamp", timestamp },
            },
        };
    }

    public void Dispose() => _key.Dispose();
}
