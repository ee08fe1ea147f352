namespace IdentityProvider.Accounts.SignIns;

/// <summary>
/// What a sign-in came to, as it is kept for administrators: <see cref="Data.Entities.SignInAttempt.Outcome"/>. More than whoever signs in is told:
/// to them a number that nobody has, a wrong password and a locked account are the same.
/// </summary>
public static class SignInResults
{
    public const string SignedIn = "signed_in";
    public const string UnknownUser = "unknown_user";
    public const string WrongPassword = "wrong_password";
    public const string TooManyAttempts = "too_many_attempts";
    public const string AccountInactive = "account_inactive";

    /// <summary>The account changed between the proof and the session: a new password, or it was taken out of use.</summary>
    public const string ChangedMeanwhile = "changed_meanwhile";
}
