using IdentityProvider.Protocol;

namespace IdentityProvider.Security;

/// <summary>
/// An issuer with a path (<c>https://login.example/tenant</c>) has everything of ours below that path. Beside it is only
/// what others prescribe: the metadata of RFC 8414, and the health endpoints, which orchestrators probe.
/// </summary>
internal static class IssuerPath
{
    public static IApplicationBuilder UseIssuerPath(this WebApplication app)
    {
        // Not by the options, which would complain here about this one setting; the start complains about all.
        if (!Uri.TryCreate(app.Configuration["Issuer"], UriKind.Absolute, out var issuer) || issuer.AbsolutePath == "/")
            return app;

        var path = PathString.FromUriComponent(issuer.AbsolutePath);
        var metadata = new PathString(ProtocolPaths.AuthorizationServerMetadata).Add(path);
        app.Use((http, next) =>
        {
            var asked = http.Request.Path;
            // The framework would also take the path in other letters, which is another issuer's.
            if (asked.StartsWithSegments(path, StringComparison.Ordinal) || asked.Equals(metadata, StringComparison.Ordinal)
                || asked.StartsWithSegments("/health", StringComparison.Ordinal))
                return next(http);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        return app.UsePathBase(path);
    }
}
