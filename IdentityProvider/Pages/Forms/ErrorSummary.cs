using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace IdentityProvider.Pages.Forms;

/// <summary>What is wrong with a form, one line a field, in the order in which the page declares its fields.</summary>
internal static class ErrorSummary
{
    /// <param name="Field">The id of the field; null: it is about the whole form.</param>
    /// <param name="Text">What is wrong.</param>
    public sealed record Line(string? Field, string Text);

    public static IEnumerable<Line> Of(ViewDataDictionary view)
    {
        var properties = view.ModelMetadata.Properties.Select(property => property.PropertyName!).ToList();
        return view.ModelState
            .Where(entry => entry.Value!.Errors.Count > 0)
            .OrderBy(entry => properties.FindIndex(name => string.Equals(name, entry.Key, StringComparison.OrdinalIgnoreCase)))
            .Select(entry => LineOf(entry.Key, [.. entry.Value!.Errors.Select(error => error.ErrorMessage)]));
    }

    private static Line LineOf(string key, IReadOnlyList<string> sentences)
    {
        var text = string.Join(' ', sentences);
        if (key.Length == 0)
            return new Line(null, text);
        // The rules of a password are short ("A digit.") and say too little away from their field.
        var needsName = key.EndsWith("password", StringComparison.OrdinalIgnoreCase) && !text.Contains("password", StringComparison.OrdinalIgnoreCase);
        return new Line(FieldName.Of(key), needsName ? "Password: " + text : text);
    }
}
