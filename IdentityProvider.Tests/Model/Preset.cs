namespace IdentityProvider.Tests.Model;

/// <summary>By which way somebody is reached.</summary>
public enum By
{
    Phone,
    Email,
}

/// <summary>What a requirement document says about accounts, as far as the model cares.</summary>
internal sealed record Preset(string Name)
{
    /// <summary>The number is proven before there is an account (OF-1).</summary>
    public bool CodeFirst { get; init; }

    /// <summary>Whoever registers is signed in by it (CL-1).</summary>
    public bool TokensAtRegistration { get; init; }

    /// <summary>An identifier is taken as soon as it is given (CL-1); else by proving it (PF-3).</summary>
    public bool Reserves { get; init; }

    public By[] SignInBy { get; init; } = [];

    public bool SignInByCode { get; init; }

    /// <summary>What must be proven before a password signs in; null: nothing.</summary>
    public By? ProvenFirst { get; init; }

    public By[] ResetBy { get; init; } = [];

    /// <summary>Forgetting says that nobody has the address (EF-9).</summary>
    public bool RevealsUnknown { get; init; }

    /// <summary>A password is changed after a code (CL-7); else with the current one (PF-11).</summary>
    public bool ChangeByCode { get; init; }

    /// <summary>A foreign token blocks the number for the day (OF-5, OF-7).</summary>
    public bool ForeignTokenBlocks { get; init; }

    public bool OneSession { get; init; }

    public int UpdateStatus { get; init; } = 200;

    public static Preset PhoneFirst { get; } = new(nameof(PhoneFirst))
    {
        SignInBy = [By.Phone], SignInByCode = true, ProvenFirst = By.Phone, ResetBy = [By.Phone],
    };

    public static Preset OtpFirst { get; } = new(nameof(OtpFirst))
    {
        CodeFirst = true, SignInBy = [By.Phone], SignInByCode = true, ProvenFirst = By.Phone, ResetBy = [By.Phone], ForeignTokenBlocks = true,
    };

    public static Preset EmailFirst { get; } = new(nameof(EmailFirst))
    {
        Reserves = true, SignInBy = [By.Email], ProvenFirst = By.Email, ResetBy = [By.Email], RevealsUnknown = true, UpdateStatus = 201,
    };

    public static Preset Clinic { get; } = new(nameof(Clinic))
    {
        TokensAtRegistration = true, Reserves = true, SignInBy = [By.Phone, By.Email], ResetBy = [By.Phone, By.Email], ChangeByCode = true,
        OneSession = true,
    };

    /// <summary>What a code can be for. Some only the signed-in owner asks for.</summary>
    public bool Knows(Purpose purpose) => purpose switch
    {
        Purpose.Register => CodeFirst,
        Purpose.SignIn => SignInByCode,
        Purpose.ResetPassword => ResetBy.Contains(By.Phone),
        Purpose.ChangePassword => ChangeByCode,
        _ => true,
    };
}
