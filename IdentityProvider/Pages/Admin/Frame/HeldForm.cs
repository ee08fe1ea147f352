namespace IdentityProvider.Pages.Admin.Frame;

/// <summary>A form that came after the session had ended.</summary>
/// <param name="Address">Where it was sent.</param>
/// <param name="SignIn">Where to sign in beside it.</param>
/// <param name="Fields">What was typed.</param>
public sealed record HeldForm(string Address, string SignIn, IReadOnlyList<KeyValuePair<string, string>> Fields)
{
    public static HeldForm Of(HttpRequest request, string address, string signIn) => new(
        address,
        signIn,
        [
            .. from field in request.Form
               where field.Key != "__RequestVerificationToken"
               from value in field.Value
               select KeyValuePair.Create(field.Key, value ?? ""),
        ]);
}
