namespace IdentityProvider.Accounts;

/// <summary>What somebody who registers tells, as they typed it.</summary>
public sealed record RegistrationRequest(string? Phone, string? Email, string? Password, string? FullName)
{
    public string? DateOfBirth { get; init; }

    public string? Gender { get; init; }

    public string? Address { get; init; }

    public string? City { get; init; }

    /// <summary>Only the lowest role can be chosen.</summary>
    public string? Role { get; init; }
}

/// <summary>What a registration came to.</summary>
public abstract record RegistrationOutcome
{
    private RegistrationOutcome() { }

    /// <summary>The account exists; a code is on its way to the phone, and a link to the e-mail address.</summary>
    public sealed record Registered(Guid UserId, string Phone, CodeTicket Code, string Email) : RegistrationOutcome;

    public sealed record Refused(AccountError Error) : RegistrationOutcome;
}
