namespace IdentityProvider.Pages.Theme;

/// <summary>The accent colour as it can be read on the ground of one theme.</summary>
/// <param name="Fill">Of buttons.</param>
/// <param name="Hover">Of buttons under the pointer.</param>
/// <param name="OnFill">Text on a button.</param>
/// <param name="Text">Links.</param>
internal sealed record AccentShades(Rgb Fill, Rgb Hover, Rgb OnFill, Rgb Text)
{
    /// <summary>WCAG 1.4.3: text.</summary>
    private const double TextContrast = 4.5;

    /// <summary>WCAG 1.4.11: what a control is recognised by.</summary>
    private const double ControlContrast = 3;

    // The grounds of css/site.css that the accent meets: the darker of the light theme's, the lighter of the dark theme's.
    private static readonly Rgb LightGround = Rgb.Parse("#edf0f6");
    private static readonly Rgb DarkGround = Rgb.Parse("#1e2430");

    public static AccentShades OnLight(Rgb accent) => On(accent, Rgb.Black, LightGround);

    public static AccentShades OnDark(Rgb accent) => On(accent, Rgb.White, DarkGround);

    private static AccentShades On(Rgb accent, Rgb direction, Rgb ground)
    {
        var fill = accent.MovedTowards(direction, ground, ControlContrast);
        var onFill = fill.ContrastWith(Rgb.White) >= TextContrast ? Rgb.White : Darkest(fill);
        var hover = fill.Mix(onFill == Rgb.White ? Rgb.Black : Rgb.White, 0.12);
        return new AccentShades(fill, hover, onFill, accent.MovedTowards(direction, ground, TextContrast));
    }

    // White where it can be read, else nearly black: one of the two always can.
    private static Rgb Darkest(Rgb fill)
    {
        var ink = Rgb.Parse("#14161a");
        return fill.ContrastWith(ink) >= TextContrast ? ink : Rgb.Black;
    }
}
