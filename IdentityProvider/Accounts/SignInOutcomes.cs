namespace IdentityProvider.Accounts;

/// <summary>What trying to sign in came to.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome() { }

    /// <summary>It is them.</summary>
    /// <param name="User">The account.</param>
    /// <param name="Amr">How they proved it (RFC 8176).</param>
    public sealed record Authenticated(User User, IReadOnlyList<string> Amr) : SignInOutcome;

    /// <summary>
    /// The password is right, but the number has not been verified: continue with
    /// <see cref="OneTimeCodes.ResumeVerificationAsync"/>.
    /// </summary>
    public sealed record NotVerified(AccountError Error, string Phone, Guid UserId) : SignInOutcome;

    public sealed record Refused(AccountError Error) : SignInOutcome;
}
