namespace IdentityProvider.Accounts;

/// <summary>The presets of <see cref="AccountPolicy"/>: one a requirement document.</summary>
public static class AccountPresets
{
    public const string PhoneFirst = "PhoneFirst";
    public const string OtpFirst = "OtpFirst";
    public const string EmailFirst = "EmailFirst";
    public const string Clinic = "Clinic";

    private static readonly Dictionary<string, Action<AccountPolicy>> ByName = new(StringComparer.Ordinal)
    {
        [PhoneFirst] = ApplyPhoneFirst,
        [OtpFirst] = ApplyOtpFirst,
        [EmailFirst] = ApplyEmailFirst,
        [Clinic] = ApplyClinic,
    };

    public static IReadOnlyList<string> All { get; } = [PhoneFirst, OtpFirst, EmailFirst, Clinic];

    /// <summary>Sets the policy to what its preset asks for. One that there is not changes nothing; the validator refuses it.</summary>
    public static void Apply(AccountPolicy policy)
    {
        if (ByName.TryGetValue(policy.Preset, out var apply))
            apply(policy);
    }

    /// <summary>Phone, e-mail and password; the phone is proven by a code, the e-mail by a link; sign-in by phone.</summary>
    private static void ApplyPhoneFirst(AccountPolicy policy)
    {
        policy.Required = RegistrationFields.Phone | RegistrationFields.Email | RegistrationFields.FullName;
        policy.SignInWithPhone = true;
        policy.SignInWithCode = true;
        policy.VerifiedBeforeSignIn = Channels.Phone;
        policy.ResetChannels = Channels.Phone;
        policy.Roles = "user admin superAdmin";
        policy.Permissions = OfAdministrators();
    }

    /// <summary>The phone is proven first, then the password is chosen.</summary>
    private static void ApplyOtpFirst(AccountPolicy policy)
    {
        policy.Required = RegistrationFields.Phone;
        policy.Optional = RegistrationFields.FullName;
        policy.RegisterWithCode = true;
        policy.SignInWithPhone = true;
        policy.SignInWithCode = true;
        policy.VerifiedBeforeSignIn = Channels.Phone;
        policy.ResetChannels = Channels.Phone;
        policy.Otp.BlockOnForeignToken = true;
        policy.Roles = "user admin superAdmin";
        policy.Permissions = OfAdministrators();
    }

    /// <summary>E-mail and password, confirmation by link, a back office with roles.</summary>
    private static void ApplyEmailFirst(AccountPolicy policy)
    {
        policy.Required = RegistrationFields.Email | RegistrationFields.FullName;
        policy.Optional = RegistrationFields.DateOfBirth | RegistrationFields.Gender;
        policy.ReserveUnverified = true;
        policy.SignInWithEmail = true;
        policy.VerifiedBeforeSignIn = Channels.Email;
        policy.ResetChannels = Channels.Email;
        policy.RevealUnknownUsers = true;
        policy.UpdateStatus = StatusCodes.Status201Created;
        policy.Roles = "customer admin superAdmin";
        policy.Permissions = OfAdministrators();
    }

    /// <summary>Phone and password, one live session a user; staff make accounts for others; a code guards every change.</summary>
    private static void ApplyClinic(AccountPolicy policy)
    {
        policy.Required = RegistrationFields.Phone;
        policy.Optional = RegistrationFields.FullName | RegistrationFields.Email;
        policy.TokensAtRegistration = true;
        policy.ReserveUnverified = true;
        policy.SignInWithPhone = true;
        policy.SignInWithEmail = true;
        policy.ResetChannels = Channels.Phone | Channels.Email;
        policy.ChangePasswordWithCode = true;
        policy.Session.OnePerUser = true;
        policy.Roles = "user doctor staff admin superAdmin";
        policy.NeverDeletedRoles = "doctor";
        policy.Permissions = OfAdministrators();
        policy.Permissions.Read = policy.Permissions.Create = policy.Permissions.Update = "staff";
        policy.Permissions.Delete = "";
    }

    private static PermissionPolicy OfAdministrators() => new()
    {
        Read = "admin",
        Create = "admin",
        Update = "admin",
        Deactivate = "admin",
        Delete = "superAdmin",
        ChangeRoles = "admin",
        ReadConfiguration = "admin",
        ChangeConfiguration = "admin",
        DeleteConfiguration = "superAdmin",
        RotateKeys = "superAdmin",
        ReadAudit = "admin",
        Machines = "admin",
    };
}
