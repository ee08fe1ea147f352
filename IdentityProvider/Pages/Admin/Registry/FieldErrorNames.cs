using IdentityProvider.Accounts;

namespace IdentityProvider.Pages.Admin.Registry;

/// <summary>The rules name members as JSON has them; a form names its fields.</summary>
internal static class FieldErrorNames
{
    public static AccountError InForm(AccountError error) => error with
    {
        Errors = error.Errors?.ToDictionary(pair => FieldOf(pair.Key), pair => pair.Value.Select(sentence => Named(pair.Key, sentence)).ToArray()),
    };

    private static string FieldOf(string member) => member switch
    {
        "scope" => "Scopes",
        "client_secret" => "TokenEndpointAuthMethod",
        _ => string.Concat(member.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
    };

    // The summary of what is wrong stands away from the fields.
    private static string Named(string member, string sentence) =>
        sentence.StartsWith("Must ", StringComparison.Ordinal) ? $"The {WordsOf(member)} must {sentence[5..]}" : sentence;

    private static string WordsOf(string member) => member switch
    {
        "client_id" => "identifier",
        "client_name" => "name",
        _ => member.Replace('_', ' '),
    };
}
