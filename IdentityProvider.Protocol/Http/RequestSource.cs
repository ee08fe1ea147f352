using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Protocol.Http;

/// <summary>Where a request came from, for session lists, limits and audit.</summary>
/// <param name="Address">The client's IP address, after trusted proxies were taken into account; null where there is none.</param>
/// <param name="UserAgent">The first 256 characters of the <c>User-Agent</c> header.</param>
public sealed record RequestSource(string? Address, string? UserAgent)
{
    private const int LongestUserAgent = 256;

    /// <summary>There was no request: it is the command line, or the provider by itself.</summary>
    public static RequestSource None { get; } = new(null, null);

    public static RequestSource Of(HttpContext http)
    {
        var userAgent = http.Request.Headers.UserAgent.ToString();
        return new RequestSource(http.Connection.RemoteIpAddress?.ToString(), userAgent.Length == 0 ? null : Shorten(userAgent));
    }

    // Not in the middle of a surrogate pair: half of one is no text, and a database may refuse it.
    private static string Shorten(string userAgent)
    {
        var length = Math.Min(userAgent.Length, LongestUserAgent);
        return userAgent[..(char.IsHighSurrogate(userAgent[length - 1]) ? length - 1 : length)];
    }
}
