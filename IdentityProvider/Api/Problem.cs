using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IdentityProvider.Accounts;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Api;

/// <summary>A refusal as RFC 9457 has it, with our own stable <c>code</c>, and <c>errors</c> where it is about fields.</summary>
internal sealed class Problem(AccountError error) : IResult
{
    private static readonly JsonSerializerOptions Options = new(ApiJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = error.Status;
        response.Headers.CacheControl = "no-store";
        // RFC 9110 15.5.2: who is refused like this is told how to come. The authentication says more than this.
        if (error.Status == StatusCodes.Status401Unauthorized)
            response.Headers.TryAdd(HeaderNames.WWWAuthenticate, "Bearer error=\"invalid_token\"");
        if (error.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await response.WriteAsJsonAsync(
            new Body(error.Status, error.Title, error.Detail, error.Code, error.Errors), Options, "application/problem+json", httpContext.RequestAborted);
    }

    private sealed record Body(int Status, string Title, string Detail, string Code, IReadOnlyDictionary<string, string[]>? Errors);
}
