using IdentityProvider.Accounts;

namespace IdentityProvider.Pages.Admin.Registry;

/// <summary>The rules name members as JSON has them; a form names its fields.</summary>
internal static class FieldErrorNames
{
    public static AccountError InForm(AccountError error) => error with
    {
        Errors = error.Errors?.ToDictionary(pair => FieldOf(pair.Key), pair => pair.Value),
    };

    private static string FieldOf(string member) =>
        member == "scope" ? "Scopes" : string.Concat(member.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
