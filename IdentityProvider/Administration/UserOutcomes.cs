using IdentityProvider.Accounts;

namespace IdentityProvider.Administration;

/// <summary>What doing something with somebody's account came to.</summary>
public abstract record UserOutcome
{
    private UserOutcome() { }

    /// <summary>It is done, and the account is now this.</summary>
    public sealed record Done(AccountProfile Profile) : UserOutcome;

    /// <summary>It is done, and there is no account any more.</summary>
    public sealed record Gone : UserOutcome;

    public sealed record Refused(AccountError Error) : UserOutcome;
}

/// <summary>Which accounts are wanted. What is null does not matter.</summary>
/// <param name="Search">A part of the name, the e-mail address or the phone number.</param>
/// <param name="Role">A role that they have.</param>
/// <param name="Active">Whether they are active.</param>
public sealed record UserQuery(string? Search, string? Role, bool? Active);
