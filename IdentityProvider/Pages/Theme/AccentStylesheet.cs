using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Pages.Theme;

/// <summary>
/// The accent colour as custom properties. A stylesheet of its own, because the content security policy permits no
/// inline style; its address carries a hash of the content, so that it may be cached for good.
/// </summary>
public sealed class AccentStylesheet
{
    private readonly string _css;

    public AccentStylesheet(IOptions<Branding> branding)
    {
        var accent = Rgb.Parse(branding.Value.AccentColor);
        _css = $$"""
            :root { {{Properties(AccentShades.OnLight(accent))}} }
            @media (prefers-color-scheme: dark) { :root { {{Properties(AccentShades.OnDark(accent))}} } }

            """;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_css)).AsSpan(0, 6));
        Address = $"~/theme.css?v={hash}";
    }

    /// <summary>Where the pages find it.</summary>
    public string Address { get; }

    public IResult Serve(HttpContext http)
    {
        http.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        return Results.Text(_css, "text/css", Encoding.UTF8);
    }

    private static string Properties(AccentShades shades) =>
        $"--accent: {shades.Fill}; --accent-hover: {shades.Hover}; --on-accent: {shades.OnFill}; --accent-text: {shades.Text};";
}
