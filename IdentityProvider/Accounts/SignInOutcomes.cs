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
    /// The password is right, but something has not been verified: continue with
    /// <see cref="OneTimeCodes.ResumeVerificationAsync"/> or <see cref="EmailConfirmation.SendAsync(Guid, CancellationToken)"/>.
    /// </summary>
    /// <param name="Error">What to tell a program.</param>
    /// <param name="Channel">The number, or the e-mail address.</param>
    /// <param name="Address">That number or address.</param>
    /// <param name="UserId">The account.</param>
    public sealed record NotVerified(AccountError Error, Channels Channel, string Address, Guid UserId) : SignInOutcome;

    public sealed record Refused(AccountError Error) : SignInOutcome;
}
