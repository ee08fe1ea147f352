namespace IdentityProvider.Pages.Forms;

/// <summary>What a property is called in the form: in camelCase, as in the HTTP contract, so that a refusal names the same field everywhere.</summary>
internal static class FieldName
{
    public static string Of(string property) => property.Length == 0 ? "" : char.ToLowerInvariant(property[0]) + property[1..];
}
