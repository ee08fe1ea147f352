using IdentityProvider.Delivery.Vendors;

namespace IdentityProvider.Delivery.Sms;

/// <summary>The vendor Vonage: <c>Delivery:Vonage</c>.</summary>
public sealed class VonageOptions
{
    private const int LongestName = 11;
    private const int LongestNumber = 15;

    public string? ApiKey { get; set; }

    /// <summary>A secret.</summary>
    public string? ApiSecret { get; set; }

    /// <summary>Who the SMS comes from: up to 11 letters and digits, or a number of the account (E.164, digits only).</summary>
    public string? From { get; set; }

    /// <summary>A secret: with it Vonage signs its delivery receipts, by HMAC with SHA-256 or SHA-512. Null: receipts are not taken.</summary>
    public string? SignatureSecret { get; set; }

    /// <summary>Where its API is; https, or http to a loopback address.</summary>
    public string BaseUrl { get; set; } = "https://rest.nexmo.com";

    /// <summary>How long an answer may take, 100 milliseconds to 14 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    internal void Check(List<string> wrong)
    {
        VendorSettings.CheckPresent("Delivery:Vonage:ApiKey", ApiKey, wrong);
        VendorSettings.CheckPresent("Delivery:Vonage:ApiSecret", ApiSecret, wrong);
        VendorSettings.CheckBaseUrl("Delivery:Vonage:BaseUrl", BaseUrl, wrong);
        VendorSettings.CheckTimeout("Delivery:Vonage:Timeout", Timeout, wrong);
        if (!IsSender(From))
            wrong.Add($"Delivery:Vonage:From must be a name of up to {LongestName} letters and digits, or a number of up to {LongestNumber} digits without a plus sign.");
    }

    private static bool IsSender(string? from) =>
        from is { Length: > 0 and <= LongestNumber } && from.All(char.IsAsciiLetterOrDigit) && (from.Length <= LongestName || from.All(char.IsAsciiDigit));
}
