using System.Globalization;

namespace IdentityProvider.Pages.Forms;

/// <summary>The letter that stands for a name without a picture.</summary>
internal static class Initials
{
    /// <summary>The first letter as a reader sees it, whatever the script.</summary>
    public static string Of(string name)
    {
        var trimmed = name.Trim();
        return trimmed.Length == 0 ? "?" : StringInfo.GetNextTextElement(trimmed).ToUpperInvariant();
    }
}
