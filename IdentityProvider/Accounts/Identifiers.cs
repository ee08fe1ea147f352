using IdentityProvider.Accounts.Phones;
using Microsoft.AspNetCore.Identity;

namespace IdentityProvider.Accounts;

/// <summary>What somebody typed to say who they are.</summary>
/// <param name="Phone">E.164; null: it is no number, or numbers are not meant.</param>
/// <param name="Email">The normalized address; null: likewise.</param>
public sealed record Identifier(string? Phone, string? Email);

/// <summary>Reads identifiers. With which one signs in, the policy says.</summary>
public sealed class Identifiers(PhoneRules phones, ILookupNormalizer normalizer, AccountPolicy policy)
{
    /// <param name="meant">The kinds that may be meant; of these the policy has some.</param>
    /// <param name="input">As it was typed.</param>
    public Identifier Read(Channels meant, string? input)
    {
        var accepted = meant & policy.Identifiers;
        var phone = accepted.HasFlag(Channels.Phone) ? phones.Find(input) : null;
        var email = phone is null && accepted.HasFlag(Channels.Email) ? FindEmail(input) : null;
        return new Identifier(phone, email);
    }

    private string? FindEmail(string? input) =>
        input?.Trim() is { } address && EmailAddress.IsAddress(address) ? normalizer.NormalizeEmail(address) : null;
}
