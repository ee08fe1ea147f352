namespace IdentityProvider.Accounts;

/// <summary>
/// How accounts work here: the section <c>Accounts</c> of the configuration. <see cref="Preset"/> sets everything to what
/// one of the requirement documents asks for; whatever else stands in the section overrides it.
/// </summary>
public sealed class AccountPolicy
{
    public const string Section = "Accounts";

    /// <summary>One of <see cref="AccountPresets"/>. Default: <c>PhoneFirst</c>.</summary>
    public string Preset { get; set; } = AccountPresets.PhoneFirst;

    /// <summary>What a registration must bring, beside the password.</summary>
    public RegistrationFields Required { get; set; }

    /// <summary>What the registration page asks for besides, and does without. The API takes every field in any case.</summary>
    public RegistrationFields Optional { get; set; }

    /// <summary>Whether a registration begins with a code by SMS, and the account is made only once the number is proven; else the account comes first.</summary>
    public bool RegisterWithCode { get; set; }

    /// <summary>Whether whoever registers is signed in by that. After a registration that began with a code it is always so.</summary>
    public bool TokensAtRegistration { get; set; }

    /// <summary>Whether an identifier is reserved as soon as it is given; else only by proving it, and any number of accounts may claim it until then.</summary>
    public bool ReserveUnverified { get; set; }

    public bool SignInWithPhone { get; set; }

    public bool SignInWithEmail { get; set; }

    /// <summary>Whether a code by SMS signs in, instead of the password.</summary>
    public bool SignInWithCode { get; set; }

    /// <summary>What must have been proven before a password signs in.</summary>
    public Channels VerifiedBeforeSignIn { get; set; }

    /// <summary>By which ways a forgotten password is reset.</summary>
    public Channels ResetChannels { get; set; }

    /// <summary>Whether somebody who forgot the password is told that nobody has this identifier; else strangers can't tell.</summary>
    public bool RevealUnknownUsers { get; set; }

    /// <summary>Whether a signed-in user proves the change of the password with a code by SMS; else with the current password.</summary>
    public bool ChangePasswordWithCode { get; set; }

    /// <summary>The status of an answer to an update: 200 or 201.</summary>
    public int UpdateStatus { get; set; } = StatusCodes.Status200OK;

    /// <summary>
    /// The roles there are, the lowest first, separated by spaces or commas. The lowest is what somebody who registers
    /// gets; the highest is never without somebody active who has it and can sign in, once there is one.
    /// </summary>
    public string Roles { get; set; } = "";

    /// <summary>Roles whose accounts nobody deletes, not even their owners; they can be deactivated. Separated by spaces or commas.</summary>
    public string NeverDeletedRoles { get; set; } = "";

    /// <summary>
    /// How long an account is kept whose owner has registered, and then neither proven anything nor signed in; 1 day to 10 years.
    /// Default: 30 days.
    /// </summary>
    public TimeSpan KeepUnproven { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long it is kept who signed in, and who failed to; 1 day to 10 years. Default: 90 days.</summary>
    public TimeSpan SignInHistory { get; set; } = TimeSpan.FromDays(90);

    public PermissionPolicy Permissions { get; set; } = new();

    public OneTimeCodePolicy Otp { get; set; } = new();

    public EmailLinkPolicy Email { get; set; } = new();

    public PasswordPolicy Password { get; set; } = new();

    public PhonePolicy Phone { get; set; } = new();

    public LockoutPolicy Lockout { get; set; } = new();

    public SessionPolicy Session { get; set; } = new();

    public AbusePolicy Abuse { get; set; } = new();

    public FrontEndPolicy FrontEnd { get; set; } = new();

    /// <summary>With what one can sign in: <see cref="SignInWithPhone"/>, <see cref="SignInWithEmail"/>.</summary>
    public Channels Identifiers => (SignInWithPhone ? Channels.Phone : Channels.None) | (SignInWithEmail ? Channels.Email : Channels.None);

    /// <summary>Whether several accounts may have an identifier that none of them has proven.</summary>
    public bool SeveralMayClaim => !ReserveUnverified && !RegisterWithCode;

    /// <summary><see cref="Roles"/>, one by one.</summary>
    public IReadOnlyList<string> RoleNames => Words(Roles);

    /// <summary><see cref="NeverDeletedRoles"/>, one by one.</summary>
    public IReadOnlyList<string> NeverDeletedRoleNames => Words(NeverDeletedRoles);

    /// <summary>The one of these roles because of which nobody deletes an account that has them; null: it can be deleted.</summary>
    public string? NeverDeletedRoleOf(IEnumerable<string> roles) => roles.FirstOrDefault(NeverDeletedRoleNames.Contains);

    private static string[] Words(string text) => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Ways to reach a person.</summary>
[Flags]
public enum Channels
{
    None = 0,
    Phone = 1,
    Email = 2,
}

/// <summary>What a registration brings, beside the password.</summary>
[Flags]
public enum RegistrationFields
{
    None = 0,
    Phone = 1,
    Email = 2,
    FullName = 4,
    DateOfBirth = 8,
    Gender = 16,
}

/// <summary>Codes by SMS: <c>Accounts:Otp</c>. A limit of 0, or a delay of 00:00:00, is none.</summary>
public sealed class OneTimeCodePolicy
{
    /// <summary>Digits; 6 to 10. Default: 6.</summary>
    public int Length { get; set; } = 6;

    /// <summary>How long a code can be redeemed; 30 seconds to 10 minutes. Default: 5 minutes.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the proof that a right code brought can be used; 1 to 30 minutes. Default: 10 minutes.</summary>
    public TimeSpan ProofLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Codes a day (UTC) for a number and purpose. Default: 3.</summary>
    public int MaxCodesPerDay { get; set; } = 3;

    /// <summary>Wrong guesses a day (UTC) for a number and purpose; a new code does not reset them. Default: 5.</summary>
    public int MaxWrongPerDay { get; set; } = 5;

    /// <summary>The wait after the first code of the day; after the later ones it is 3, 5 and 10 times as long. Default: 60 seconds.</summary>
    public TimeSpan ResendDelay { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether a <c>rememberToken</c> or <c>verifyToken</c> of somebody else blocks the number for the day; else it counts for the network it came from. Default: false.</summary>
    public bool BlockOnForeignToken { get; set; }
}

/// <summary>Links by e-mail: <c>Accounts:Email</c>.</summary>
public sealed class EmailLinkPolicy
{
    /// <summary>How long a link can be followed; 5 minutes to 7 days. Default: 24 hours.</summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a link that permits a new password can be followed; 5 minutes to 24 hours. Default: 1 hour.</summary>
    public TimeSpan ResetLinkLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Links a day (UTC) to one address, for each purpose; 0: no limit. Default: 10.</summary>
    public int MaxLinksPerDay { get; set; } = 10;
}

/// <summary>Passwords: <c>Accounts:Password</c>.</summary>
public sealed class PasswordPolicy
{
    /// <summary>Least characters; 8 to 128. Default: 12.</summary>
    public int MinLength { get; set; } = 12;

    /// <summary>Whether upper case, lower case, a digit and a symbol are all wanted. Default: true.</summary>
    public bool RequireAllKinds { get; set; } = true;

    /// <summary>Rounds of PBKDF2; 1000 to 10 million. A password stored with fewer is hashed anew at the next sign-in. Default: 100000.</summary>
    public int Iterations { get; set; } = 100_000;

    /// <summary>How long the proof for a reset can be used; 1 to 60 minutes. Default: 10 minutes.</summary>
    public TimeSpan ResetLifetime { get; set; } = TimeSpan.FromMinutes(10);
}

/// <summary>Phone numbers: <c>Accounts:Phone</c>.</summary>
public sealed class PhonePolicy
{
    /// <summary>The country of a number that is written without one, ISO 3166-1. Default: MM.</summary>
    public string DefaultRegion { get; set; } = "MM";

    /// <summary>
    /// The countries whose numbers are taken, ISO 3166-1, separated by spaces or commas; <c>*</c>: all. Empty means all too,
    /// in Development only: codes to far countries cost money, and fraud lives on them. Default: empty.
    /// </summary>
    public string AllowedCountries { get; set; } = "";

    /// <summary>
    /// Numbers change hands: how long after it was last proven a number still resets the password or signs in by a code; 1 day
    /// to 10 years. Then its owner signs in and proves it again. Default: 365 days.
    /// </summary>
    public TimeSpan ProvenFor { get; set; } = TimeSpan.FromDays(365);

    public bool TakesAllCountries => AllowedCountryCodes is [] or ["*"];

    /// <summary><see cref="AllowedCountries"/>, one by one.</summary>
    public IReadOnlyList<string> AllowedCountryCodes =>
        AllowedCountries.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Wrong passwords: <c>Accounts:Lockout</c>.</summary>
public sealed class LockoutPolicy
{
    /// <summary>Wrong passwords for one identifier from one network before it waits; 0: no limit. Default: 5.</summary>
    public int MaxFailures { get; set; } = 5;

    /// <summary>The first wait; it doubles each time. Default: 5 minutes.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest wait. Default: 1 hour.</summary>
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Wrong passwords an hour for one identifier from everywhere together; 0: no limit. Default: 100.</summary>
    public int MaxFailuresPerHour { get; set; } = 100;
}

/// <summary>Sessions: <c>Accounts:Session</c>.</summary>
public sealed class SessionPolicy
{
    /// <summary>How long a sign-in in a browser lasts; 5 minutes to a year. Default: 14 days.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Whether somebody who is signed in is refused to sign in again, elsewhere. Only logging out, the end of all tokens of
    /// the session, or a new password makes room. Default: false.
    /// </summary>
    public bool OnePerUser { get; set; }
}
