using IdentityProvider.Delivery.Vendors;

namespace IdentityProvider.Delivery.Email;

/// <summary>The vendor SendGrid: <c>Delivery:SendGrid</c>.</summary>
public sealed class SendGridOptions
{
    /// <summary>A secret, with the permission "Mail Send".</summary>
    public string? ApiKey { get; set; }

    /// <summary>The verification key of the signed event webhook, as SendGrid shows it (base64). Null: events are not taken.</summary>
    public string? WebhookPublicKey { get; set; }

    /// <summary>Where its API is (<c>https://api.eu.sendgrid.com</c> for subusers in the EU); https, or http to a loopback address.</summary>
    public string BaseUrl { get; set; } = "https://api.sendgrid.com";

    /// <summary>How long an answer may take, 100 milliseconds to 14 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    internal void Check(List<string> wrong)
    {
        VendorSettings.CheckPresent("Delivery:SendGrid:ApiKey", ApiKey, wrong);
        VendorSettings.CheckBaseUrl("Delivery:SendGrid:BaseUrl", BaseUrl, wrong);
        VendorSettings.CheckTimeout("Delivery:SendGrid:Timeout", Timeout, wrong);
        if (WebhookPublicKey is { Length: > 0 } && !SendGridSignature.IsKey(WebhookPublicKey))
            wrong.Add("Delivery:SendGrid:WebhookPublicKey must be the base64 of a public key on the curve P-256, as SendGrid shows it.");
    }
}
