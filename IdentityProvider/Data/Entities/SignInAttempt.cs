namespace IdentityProvider.Data.Entities;

/// <summary>
/// Somebody tried to sign in. Each that succeeded is a row; those that failed alike, at one account or at none, from one network within a
/// minute are one: strangers cause them, and there has to be an end to it.
/// </summary>
public sealed class SignInAttempt
{
    public required Guid Id { get; set; }

    /// <summary>What makes it the same. Unique.</summary>
    public required string Key { get; set; }

    /// <summary>When; of several, the first.</summary>
    public required DateTimeOffset At { get; set; }

    /// <summary>Whose account it was about; null: nobody's, or of several it could not be told. No foreign key: a try may come while the account goes.</summary>
    public Guid? UserId { get; set; }

    /// <summary>One of <see cref="Accounts.SignIns.SignInResults"/>, or the code of another refusal.</summary>
    public required string Outcome { get; set; }

    /// <summary>How they proved it, or tried to (RFC 8176), separated by spaces.</summary>
    public required string Method { get; set; }

    /// <summary>The client whose own form it was; null: the hosted pages'.</summary>
    public string? ClientId { get; set; }

    /// <summary>The IP address it came from.</summary>
    public string? Address { get; set; }

    public string? UserAgent { get; set; }

    /// <summary>How many there were.</summary>
    public int Times { get; set; }
}
