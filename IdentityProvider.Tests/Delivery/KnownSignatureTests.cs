using System.Text;
using IdentityProvider.Delivery.Email;
using IdentityProvider.Delivery.Sms;

namespace IdentityProvider.Tests.Delivery;

/// <summary>Signatures that were not made by these tests: they are too old for the endpoints, so the rule itself is asked.</summary>
public sealed class KnownSignatureTests
{
    /// <summary>The example that SendGrid gives with its libraries, signed by SendGrid.</summary>
    [Fact]
    public void A_call_that_SendGrid_has_signed_holds()
    {
        const string Key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
        const string Signature = "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=";
        const string Timestamp = "1600112502";
        var body = Encoding.UTF8.GetBytes(
            """[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]"""
            + "\r\n");
        Assert.True(SendGridSignature.IsKey(Key));
        Assert.True(SendGridSignature.Holds(Key, Signature, Timestamp, body));
        Assert.False(SendGridSignature.Holds(Key, Signature, "1600112503", body));
        Assert.False(SendGridSignature.Holds(Key, Signature, Timestamp, body.AsSpan()[..^2]));
    }

    /// <summary>The documented steps, followed by hand with openssl.</summary>
    [Theory]
    [InlineData("known-secret", true)]
    [InlineData("another-secret", false)]
    public void A_receipt_is_signed_as_documented(string secret, bool holds) => Assert.Equal(holds, VonageSignature.Holds(new Dictionary<string, string>
    {
        ["to"] = "Acme & Sons=1",
        ["sig"] = "334A98113FF81237033A5BFE2CB73EFA66D904979B8FBCB2AD7B27C884CF25C1",
        ["api-key"] = "abcd1234",
        ["client-ref"] = "0199",
        ["err-code"] = "0",
        ["messageId"] = "0A01",
        ["message-timestamp"] = "2026-11-21 12:00:00",
        ["status"] = "delivered",
        ["timestamp"] = "1795262400",
    }, secret));
}
