namespace IdentityProvider.Accounts.Codes;

/// <summary>What a code by SMS is for. A code for one purpose is good for no other.</summary>
public static class CodePurposes
{
    public const string Register = "register";
    public const string VerifyPhone = "verify_phone";
    public const string SignIn = "sign_in";
    public const string ResetPassword = "reset_password";
    public const string ChangePassword = "change_password";
    public const string DeleteAccount = "delete_account";

    /// <summary>Those that anybody may ask for, under this policy.</summary>
    public static IEnumerable<string> Public(AccountPolicy policy)
    {
        if (policy.RegisterWithCode)
            yield return Register;
        yield return VerifyPhone;
        if (policy.SignInWithCode)
            yield return SignIn;
        if (policy.ResetChannels.HasFlag(Channels.Phone))
            yield return ResetPassword;
    }

    /// <summary>Those that only the account's owner may ask for.</summary>
    public static IEnumerable<string> OfOwner(AccountPolicy policy)
    {
        yield return DeleteAccount;
        if (policy.ChangePasswordWithCode)
            yield return ChangePassword;
    }
}
