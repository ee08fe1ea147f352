namespace IdentityProvider.Accounts;

/// <summary>
/// Where links in messages lead, for a front end that shows its own pages: <c>Accounts:FrontEnd</c>. Absolute addresses, https
/// but on this machine; null: the hosted page.
/// </summary>
public sealed class FrontEndPolicy
{
    /// <summary>Takes the mailed token, as the parameter <c>token</c>, and a new password.</summary>
    public string? ResetUrl { get; set; }

    /// <summary>Where somebody whose account was made for them asks for the code that sets the first password.</summary>
    public string? WelcomeUrl { get; set; }
}
