namespace IdentityProvider.Pages.Admin.Frame;

/// <summary>A form that came after the session had ended.</summary>
/// <param name="Address">Where it was sent.</param>
/// <param name="SignIn">Where to sign in beside it.</param>
/// <param name="Fields">What was typed, but for secrets.</param>
/// <param name="LeavesOut">Whether a secret was typed: no page carries it.</param>
public sealed record HeldForm(string Address, string SignIn, IReadOnlyList<KeyValuePair<string, string>> Fields, bool LeavesOut)
{
    /// <param name="request">The form.</param>
    /// <param name="address">Where it was sent.</param>
    /// <param name="signIn">Where to sign in beside it.</param>
    /// <param name="secrets">The names of the fields that take a secret.</param>
    public static HeldForm Of(HttpRequest request, string address, string signIn, IReadOnlySet<string> secrets) => new(
        address,
        signIn,
        [
            .. from field in request.Form
               where field.Key != "__RequestVerificationToken" && !secrets.Contains(field.Key)
               from value in field.Value
               select KeyValuePair.Create(field.Key, value ?? ""),
        ],
        request.Form.Any(field => secrets.Contains(field.Key) && field.Value.Any(value => !string.IsNullOrEmpty(value))));
}
