using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data.Model;
using IdentityProvider.Protocol.Jose;

namespace IdentityProvider.Delivery.Vendors;

/// <summary>Reads what vendors answer, or what stands between us and them.</summary>
internal static class VendorAnswer
{
    private const string RateLimitReset = "X-RateLimit-Reset";

    /// <summary>The body as JSON; null: it is none.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpResponseMessage answer) => StrictJson.ParseObject(await answer.Content.ReadAsByteArrayAsync());

    /// <summary>The vendor's name for the message, if it is one that can be kept.</summary>
    public static string? Id(string? value) => value is { Length: > 0 and <= Lengths.Identifier } ? value : null;

    /// <summary>A status that says nothing about the message: the vendor is overloaded or out of order, or somebody else has answered.</summary>
    public static SendOutcome.NotNow Later(HttpResponseMessage answer, TimeProvider clock) => answer.StatusCode == HttpStatusCode.TooManyRequests
        ? new SendOutcome.NotNow("throttled", RetryAfter(answer, clock))
        : new SendOutcome.NotNow(string.Create(CultureInfo.InvariantCulture, $"http_{(int)answer.StatusCode}"), RetryAfter(answer, clock));

    /// <summary>RFC 9110 10.2.3, as seconds or as a date; or the second at which the period of a rate limit ends (SendGrid, "Rate Limits").</summary>
    private static TimeSpan? RetryAfter(HttpResponseMessage answer, TimeProvider clock)
    {
        var after = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => answer.StatusCode == HttpStatusCode.TooManyRequests ? UntilReset(answer, clock) : null,
        };
        return after > TimeSpan.Zero ? after : null;
    }

    private static TimeSpan? UntilReset(HttpResponseMessage answer, TimeProvider clock) =>
        answer.Headers.TryGetValues(RateLimitReset, out var values)
        && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var second)
        && second <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(second) - clock.GetUtcNow()
            : null;
}
