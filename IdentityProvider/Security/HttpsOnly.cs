namespace IdentityProvider.Security;

/// <summary>Refuses plain http outside Development: a password or token that came that way is already lost, and a redirect would hide it.</summary>
internal static class HttpsOnly
{
    private const string Refusal =
        "This server answers over https only. If a reverse proxy in front of it ends TLS, it must send X-Forwarded-Proto, "
        + "and its address must be listed in the setting Proxies:Known.\n";

    public static IApplicationBuilder UseHttpsOnly(this IApplicationBuilder app) =>
        app.Use(async (http, next) =>
        {
            // An orchestrator probes the health endpoints from inside, without TLS; they tell nothing.
            if (http.Request.IsHttps || http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
            {
                await next(http);
                return;
            }

            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            http.Response.ContentType = "text/plain; charset=utf-8";
            await http.Response.WriteAsync(Refusal, http.RequestAborted);
        });
}
