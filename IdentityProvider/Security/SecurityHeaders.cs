using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Security;

/// <summary>The headers that every answer carries. What an endpoint has set itself is left alone.</summary>
internal static class SecurityHeaders
{
    private const string NothingAtAll = "default-src 'none'; frame-ancestors 'none'";

    // WebOTP is asked for by the code page; everything else is off.
    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
        + "midi=(), otp-credentials=(self), payment=(), screen-wake-lock=(), usb=()";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use((http, next) =>
        {
            http.Response.OnStarting(static state =>
            {
                Complete((HttpContext)state);
                return Task.CompletedTask;
            }, http);
            return next(http);
        });

    private static void Complete(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.TryAdd(HeaderNames.XContentTypeOptions, "nosniff");
        headers.TryAdd(HeaderNames.XFrameOptions, "DENY");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Permissions-Policy", Permissions);
        if (http.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
            CompletePage(http);
        else
            headers.TryAdd(HeaderNames.ContentSecurityPolicy, NothingAtAll);
    }

    private static void CompletePage(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.TryAdd(HeaderNames.CacheControl, "no-store");
        if (!headers.ContainsKey(HeaderNames.ContentSecurityPolicy))
            headers.ContentSecurityPolicy = http.RequestServices.GetRequiredService<ContentSecurityPolicy>().ToString();
        // A client may sign its user in in a popup, and hears of the end through window.opener, which this header
        // cuts for good. So a page that serves a client's request goes without it.
        if (!http.Request.Query.ContainsKey("request"))
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
    }
}
