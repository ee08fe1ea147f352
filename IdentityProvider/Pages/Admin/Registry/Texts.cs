namespace IdentityProvider.Pages.Admin.Registry;

/// <summary>What was typed into a field that can be left empty.</summary>
internal static class Texts
{
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
