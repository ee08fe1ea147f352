using IdentityProvider.Api.Description;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Demo;

/// <summary>In Development, a page to read the OpenAPI document on, and to try its calls: Swagger UI, from its package.</summary>
internal static class ApiBrowser
{
    public const string Path = "/openapi";

    // Swagger UI writes style attributes; it loads no script but its own, and calls no server but this one.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>A middleware, and no route: Swagger UI is one. It leaves the document, which has an address below its own, alone.</summary>
    public static WebApplication UseApiBrowser(this WebApplication app)
    {
        app.UseWhen(IsMeant, browser =>
        {
            browser.Use((http, next) =>
            {
                http.Response.Headers[HeaderNames.ContentSecurityPolicy] = Policy;
                return next(http);
            });
            browser.UseSwaggerUI(options =>
            {
                options.RoutePrefix = Path[1..];
                options.DocumentTitle = "API";
                options.SwaggerEndpoint(ApiDocument.Name + ".json", ApiDocument.Name);
                options.InjectStylesheet("../demo/openapi.css");
                options.DefaultModelsExpandDepth(-1);
            });
        });
        return app;
    }

    private static bool IsMeant(HttpContext http) =>
        http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase)
        && !http.Request.Path.Equals(ApiDocument.Path, StringComparison.OrdinalIgnoreCase);
}
