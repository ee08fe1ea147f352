using System.Globalization;
using Microsoft.Extensions.Options;

namespace IdentityProvider;

/// <summary>How the product calls itself and looks: the section <c>Branding</c> of the configuration.</summary>
public sealed class Branding
{
    public const string Section = "Branding";

    /// <summary>The name in the header, in titles and in messages; 1 to 60 characters.</summary>
    public string Name { get; set; } = "IdentityProvider";

    /// <summary>A picture beside the name: a file under <c>wwwroot</c> (<c>/logo.svg</c>) or an https address. Null: a built-in mark.</summary>
    public string? Logo { get; set; }

    /// <summary>The colour of buttons and links: <c>#rrggbb</c>. Shades that can be read on it, and of it, are worked out.</summary>
    public string AccentColor { get; set; } = "#2f55d4";
}

/// <summary>Refuses a look that could not be shown.</summary>
internal sealed class BrandingValidator : IValidateOptions<Branding>
{
    private const int LongestName = 60;

    public ValidateOptionsResult Validate(string? name, Branding options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Name) || options.Name.Length > LongestName)
            failures.Add($"Branding:Name must have 1 to {LongestName} characters.");
        if (!IsHexColor(options.AccentColor))
            failures.Add("Branding:AccentColor must be a colour of the form #rrggbb, for example #2f55d4.");
        if (options.Logo is { } logo && !IsLocalPath(logo) && !IsHttps(logo))
            failures.Add("Branding:Logo must be the path of a file under wwwroot (/logo.svg) or an https address.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsHexColor(string? value) =>
        value is ['#', .. { Length: 6 } digits]
        && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);

    private static bool IsLocalPath(string value) => value is ['/', not ('/' or '\\'), ..];

    private static bool IsHttps(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
}
