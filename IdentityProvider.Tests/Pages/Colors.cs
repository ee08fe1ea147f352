using System.Globalization;
using System.Text.RegularExpressions;

namespace IdentityProvider.Tests.Pages;

/// <summary>The colours of a stylesheet, by the names of its custom properties, and WCAG 2.2's arithmetic of contrast.</summary>
public sealed partial class Colors
{
    private readonly IReadOnlyDictionary<string, string> _values;

    private Colors(IReadOnlyDictionary<string, string> values) => _values = values;

    public string this[string name] => _values[name];

    /// <summary>What <c>:root</c> declares for the light theme, and for the dark one, over one or more stylesheets.</summary>
    public static (Colors Light, Colors Dark) Read(params string[] stylesheets)
    {
        var (light, dark) = (new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (Match block in stylesheets.SelectMany(sheet => RootBlock().Matches(sheet)))
            foreach (Match property in Property().Matches(block.Groups["body"].Value))
                (block.Groups["dark"].Success ? dark : light)[property.Groups["name"].Value] = property.Groups["value"].Value;
        return (new Colors(light), new Colors(dark));
    }

    /// <summary>The contrast of two properties: 1 (none) to 21.</summary>
    public double Contrast(string one, string two)
    {
        var (first, second) = (Luminance(this[one]), Luminance(this[two]));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    // WCAG 2.2, "relative luminance".
    private static double Luminance(string color)
    {
        var rgb = int.Parse(color.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return 0.2126 * Linear(rgb >> 16) + 0.7152 * Linear(rgb >> 8) + 0.0722 * Linear(rgb);
    }

    private static double Linear(int channel)
    {
        var value = (channel & 0xff) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex(@"(?<dark>@media \(prefers-color-scheme: dark\) \{\s*)?:root \{(?<body>[^}]*)\}",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RootBlock();

    [GeneratedRegex(@"--(?<name>[\w-]+): (?<value>#[0-9a-f]{6});", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Property();
}
