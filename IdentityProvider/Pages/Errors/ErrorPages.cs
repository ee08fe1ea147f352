using IdentityProvider.Protocol.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Pages.Errors;

/// <summary>Turns bare status codes and exceptions into a page for people; programs get their answer as it is.</summary>
internal static class ErrorPages
{
    public const string Path = "/error";

    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = Path,
            // A body that is too long or broken is the sender's doing.
            StatusCodeSelector = exception => exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePagesWithReExecute(Path);
        return app.Use(async (http, next) =>
        {
            await next(http);
            // An address at which there is nothing says so to programs too, as JSON; what an endpoint answered is complete.
            if (!WantsPage(http) && http.GetEndpoint() is not null && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;
        });
    }

    /// <summary>Whether a person looks at the answer: a protocol endpoint says so, or the browser does.</summary>
    public static bool WantsPage(HttpContext http) =>
        http.Features.Get<ProtocolErrorFeature>() is not null
        || http.Features.Get<PageProblem>() is not null
        || http.Request.Headers[HeaderNames.Accept].ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
