namespace IdentityProvider.Pages.Forms;

/// <summary>What a property is called in the form: in camelCase, as in the HTTP contract, so that a refusal names the same field everywhere.</summary>
internal static class FieldName
{
    public static string Of(string property) => property.Length == 0 ? "" : char.ToLowerInvariant(property[0]) + property[1..];

    /// <summary>For people, where no label says it: <c>responseTypes</c> is "Response types".</summary>
    public static string InWords(string field) =>
        char.ToUpperInvariant(field[0]) + string.Concat(field.Skip(1).Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
}
