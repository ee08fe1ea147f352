namespace IdentityProvider.Accounts;

/// <summary>How somebody proved who they are: values of <c>amr</c> (RFC 8176).</summary>
public static class AuthenticationMethods
{
    public static IReadOnlyList<string> Password { get; } = ["pwd"];

    public static IReadOnlyList<string> CodeBySms { get; } = ["otp", "sms"];
}
