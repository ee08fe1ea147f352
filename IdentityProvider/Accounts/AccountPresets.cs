namespace IdentityProvider.Accounts;

/// <summary>The presets of <see cref="AccountPolicy"/>: one a requirement document.</summary>
public static class AccountPresets
{
    public const string PhoneFirst = "PhoneFirst";
    public const string OtpFirst = "OtpFirst";
    public const string EmailFirst = "EmailFirst";
    public const string Clinic = "Clinic";

    /// <summary>Every preset there will be.</summary>
    public static IReadOnlyList<string> All { get; } = [PhoneFirst, OtpFirst, EmailFirst, Clinic];

    /// <summary>Those that this version can run.</summary>
    public static IReadOnlyList<string> Available { get; } = [PhoneFirst];

    /// <summary>Sets the policy to what its preset asks for. One that is not available changes nothing; the validator refuses it.</summary>
    public static void Apply(AccountPolicy policy)
    {
        if (policy.Preset == PhoneFirst)
            ApplyPhoneFirst(policy);
    }

    private static void ApplyPhoneFirst(AccountPolicy policy)
    {
        policy.Required = RegistrationFields.Phone | RegistrationFields.Email | RegistrationFields.FullName;
        policy.ReserveUnverified = false;
        policy.SignInWithPhone = true;
        policy.SignInWithEmail = false;
        policy.SignInWithCode = true;
        policy.VerifiedBeforeSignIn = Channels.Phone;
        policy.ResetChannels = Channels.Phone;
        policy.ChangePasswordWithCode = false;
        policy.Roles = "user admin superAdmin";
    }
}
