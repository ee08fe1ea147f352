namespace IdentityProvider.Accounts.Registering;

/// <summary>An account that is to be made; every value is right.</summary>
/// <param name="Phone">E.164; null: none.</param>
/// <param name="Email">As typed; null: none.</param>
/// <param name="Role">One of the policy's.</param>
public sealed record AccountDraft(string? Phone, string? Email, string Role)
{
    /// <summary>Null: there is none until the owner sets one.</summary>
    public string? Password { get; init; }

    /// <summary>Whether the identifiers are the account's own from the start, though nobody has proven them.</summary>
    public bool ReservesIdentifiers { get; init; }

    public string? FullName { get; init; }

    public DateOnly? DateOfBirth { get; init; }

    public string? Gender { get; init; }

    public string? Address { get; init; }

    public string? City { get; init; }

    /// <summary>The language of whoever registers, a BCP 47 tag; null: not known.</summary>
    public string? Locale { get; init; }
}
