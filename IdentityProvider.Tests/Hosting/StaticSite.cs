using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentityProvider.Tests.Hosting;

/// <summary>A few files, served on a free port of this machine: a browser app's own server.</summary>
public sealed class StaticSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StaticSite(WebApplication app)
    {
        _app = app;
        Origin = app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
    }

    public string Origin { get; }

    /// <param name="files">Paths, and the files they answer with.</param>
    /// <param name="otherwise">The page that every other path answers with.</param>
    public static StaticSite Start(IReadOnlyDictionary<string, string> files, string otherwise)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(http =>
        {
            var file = files.GetValueOrDefault(http.Request.Path.Value ?? "", otherwise);
            http.Response.ContentType = file.EndsWith(".js", StringComparison.Ordinal) ? "text/javascript" : "text/html; charset=utf-8";
            return http.Response.SendFileAsync(file);
        });
        app.Start();
        return new StaticSite(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
