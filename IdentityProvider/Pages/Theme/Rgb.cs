using System.Globalization;

namespace IdentityProvider.Pages.Theme;

/// <summary>A colour, with the arithmetic of WCAG 2.2 that says whether it can be read.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    public static readonly Rgb White = new(255, 255, 255);
    public static readonly Rgb Black = new(0, 0, 0);

    /// <summary>Reads <c>#rrggbb</c>.</summary>
    public static Rgb Parse(string hex)
    {
        var value = int.Parse(hex.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new Rgb((byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    /// <summary>WCAG's contrast ratio: 1 (none) to 21 (black on white).</summary>
    public double ContrastWith(Rgb other)
    {
        var (one, two) = (Luminance, other.Luminance);
        return (Math.Max(one, two) + 0.05) / (Math.Min(one, two) + 0.05);
    }

    /// <summary>A share of the other colour mixed in: 0 leaves this one, 1 is the other.</summary>
    public Rgb Mix(Rgb other, double share) =>
        new(Mix(Red, other.Red, share), Mix(Green, other.Green, share), Mix(Blue, other.Blue, share));

    /// <summary>This colour, moved towards another only as far as it takes to reach the contrast on that ground.</summary>
    public Rgb MovedTowards(Rgb other, Rgb ground, double contrast)
    {
        var color = this;
        for (var step = 1; step <= 20 && color.ContrastWith(ground) < contrast; step++)
            color = Mix(other, step / 20.0);
        return color;
    }

    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    private double Luminance => 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

    private static double Linear(byte channel)
    {
        var share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    private static byte Mix(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);
}
