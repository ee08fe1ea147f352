namespace IdentityProvider.Accounts;

/// <summary>What a text that people type may be.</summary>
internal static class TextFields
{
    /// <summary>
    /// Trims; empty becomes null. What is too long, or has control characters (PostgreSQL can't store NUL, and a line
    /// break does not belong into a name), is added to the errors.
    /// </summary>
    public static string? Clean(string? value, string field, int longest, FieldErrors errors, bool lines = false)
    {
        // A browser sends lines with other ends than it was given them with.
        var text = lines ? value?.Trim().Replace("\r\n", "\n", StringComparison.Ordinal) : value?.Trim();
        if (string.IsNullOrEmpty(text))
            return null;
        if (text.Length > longest)
            errors.Add(field, $"At most {longest} characters.");
        else if (text.Any(character => char.IsControl(character) && !(lines && character is '\n' or '\r')))
            errors.Add(field, "Has characters that can't be stored.");
        else
            return text;
        return null;
    }
}
