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
    /// <summary>WCAG 1.4.3: text.</summary>
    private const double TextContrast = 4.5;

    /// <summary>WCAG 1.4.11: what a control is recognised by.</summary>
    private const double ControlContrast = 3;

    // The grounds of css/site.css that the accent meets: the darker of the light theme's, the lighter of the dark theme's.
    private static readonly Rgb LightGround = Rgb.Parse("#edf0f6");
    private static readonly Rgb DarkGround = Rgb.Parse("#1e2430");

    private readonly string _css;

    public AccentStylesheet(IOptions<Branding> branding)
    {
        var accent = Rgb.Parse(branding.Value.AccentColor);
        _css = $$"""
            :root { {{Properties(accent, Rgb.Black, LightGround)}} }
            @media (prefers-color-scheme: dark) { :root { {{Properties(accent, Rgb.White, DarkGround)}} } }

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

    private static string Properties(Rgb accent, Rgb direction, Rgb ground)
    {
        var fill = accent.MovedTowards(direction, ground, ControlContrast);
        var onFill = fill.ContrastWith(Rgb.White) >= TextContrast ? Rgb.White : Darkest(fill);
        var hover = fill.Mix(onFill == Rgb.White ? Rgb.Black : Rgb.White, 0.12);
        var text = accent.MovedTowards(direction, ground, TextContrast);
        return $"--accent: {fill}; --accent-hover: {hover}; --on-accent: {onFill}; --accent-text: {text};";
    }

    // White where it can be read, else nearly black: one of the two always can.
    private static Rgb Darkest(Rgb fill)
    {
        var ink = Rgb.Parse("#14161a");
        return fill.ContrastWith(ink) >= TextContrast ? ink : Rgb.Black;
    }
}
