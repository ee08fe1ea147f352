using IdentityProvider.Accounts.SignIns;

namespace IdentityProvider.Pages.Admin.Frame;

/// <summary>What a sign-in came to, in words for administrators.</summary>
internal static class SignInWords
{
    public static string Of(string outcome) => outcome switch
    {
        SignInResults.SignedIn => "Signed in",
        SignInResults.UnknownUser => "Nobody has this number or address",
        SignInResults.WrongPassword => "Wrong password",
        SignInResults.TooManyAttempts => "Too many wrong passwords before",
        SignInResults.AccountInactive => "The account is deactivated",
        SignInResults.ChangedMeanwhile => "The account changed meanwhile",
        "phone_not_verified" => "Phone number not verified",
        "email_not_verified" => "E-mail address not verified",
        "already_signed_in" => "Signed in elsewhere already",
        "otp_invalid" => "Wrong code",
        "otp_expired" => "The code had expired",
        "otp_blocked" => "Too many wrong codes that day",
        _ => outcome.Replace('_', ' '),
    };

    /// <summary>How somebody proved it (RFC 8176).</summary>
    public static string Method(string methods) => string.Join(", ", methods.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(method => method switch
    {
        "pwd" => "password",
        "otp" or "sms" => "code by SMS",
        var other => other,
    }).Distinct());
}
