namespace IdentityProvider.Accounts;

/// <summary>What somebody who registers tells, as they typed it.</summary>
public sealed record RegistrationRequest(string? Phone, string? Email, string? Password, string? FullName)
{
    public string? DateOfBirth { get; init; }

    public string? Gender { get; init; }

    public string? Address { get; init; }

    public string? City { get; init; }

    /// <summary>Null or empty: the lowest. Any other is taken only from somebody who may grant it.</summary>
    public string? Role { get; init; }

    /// <summary>Who sends it, where they have said so; null: a stranger.</summary>
    public Actor? SentBy { get; init; }
}

/// <summary>What a registration came to.</summary>
public abstract record RegistrationOutcome
{
    private RegistrationOutcome() { }

    /// <summary>The account exists; a code is on its way to its phone, and a link to its e-mail address, if it has them.</summary>
    /// <param name="User">The account.</param>
    /// <param name="Code">What must come with the code; null: there is no number to prove.</param>
    public sealed record Registered(User User, CodeTicket? Code) : RegistrationOutcome;

    public sealed record Refused(AccountError Error) : RegistrationOutcome;
}
