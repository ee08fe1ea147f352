namespace IdentityProvider.Accounts;

/// <summary>What somebody who asked for a code holds.</summary>
/// <param name="RememberToken">Ties the code to them: it must come with the code.</param>
/// <param name="ExpiresAt">Until when the code can be redeemed; null: none is out now, one can be asked for at <paramref name="ResendAt"/>.</param>
/// <param name="ResendAt">When another can be asked for.</param>
public sealed record CodeTicket(string RememberToken, DateTimeOffset? ExpiresAt, DateTimeOffset? ResendAt);

/// <summary>What asking for a code came to.</summary>
public abstract record CodeOutcome
{
    private CodeOutcome() { }

    /// <summary>A code went out, or would have, if there were such an account: strangers can't tell.</summary>
    public sealed record Sent(CodeTicket Ticket) : CodeOutcome;

    public sealed record Refused(AccountError Error) : CodeOutcome;
}

/// <summary>What entering a code came to.</summary>
public abstract record CodeVerification
{
    private CodeVerification() { }

    /// <summary>The code was right.</summary>
    /// <param name="VerifyToken">The proof of it, for what the code was asked for.</param>
    /// <param name="ExpiresAt">Until when the proof is good.</param>
    /// <param name="UserId">The account it is about; null where there is none yet.</param>
    public sealed record Verified(string VerifyToken, DateTimeOffset ExpiresAt, Guid? UserId) : CodeVerification;

    public sealed record Refused(AccountError Error) : CodeVerification;
}
