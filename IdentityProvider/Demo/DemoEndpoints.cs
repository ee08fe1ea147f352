using System.Reflection;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Demo;

/// <summary>The demo app, in Development only: a single-page client of this provider, part of this assembly so that it is never published as a file.</summary>
internal static class DemoEndpoints
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

    public static void MapDemo(this IEndpointRouteBuilder endpoints)
    {
        // The trailing slash is part of the registered redirect URI, and what the page's own links are relative to.
        Map(endpoints, "", "index.html", "text/html; charset=utf-8");
        Map(endpoints, "demo.css", "demo.css", "text/css; charset=utf-8");
        Map(endpoints, "app.js", "app.js", "text/javascript; charset=utf-8");
        Map(endpoints, "oidc.js", "oidc.js", "text/javascript; charset=utf-8");
        Map(endpoints, "openapi.css", "openapi.css", "text/css; charset=utf-8");
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, string file, string contentType) =>
        endpoints.MapGet("/demo/" + path, (HttpContext http) =>
        {
            if (path.Length == 0 && http.Request.Path.Value?.EndsWith('/') != true)
                return Results.LocalRedirect($"{http.Request.PathBase}/demo/{http.Request.QueryString}");
            http.Response.Headers[HeaderNames.CacheControl] = "no-store";
            http.Response.Headers[HeaderNames.ContentSecurityPolicy] = Policy;
            return Results.Stream(Open(file), contentType);
        }).ExcludeFromDescription();

    private static Stream Open(string file) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream("demo/" + file)
        ?? throw new InvalidOperationException($"The demo file {file} is not embedded.");
}
