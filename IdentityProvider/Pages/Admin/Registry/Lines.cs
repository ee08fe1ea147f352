namespace IdentityProvider.Pages.Admin.Registry;

/// <summary>A list as a form has it: one a line.</summary>
internal static class Lines
{
    public static string Of(IEnumerable<string> values) => string.Join('\n', values);

    /// <summary>What stands in the lines; empty ones and spaces around don't count, and nothing twice.</summary>
    public static IReadOnlyList<string> Read(string? text) =>
        [.. (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
}
