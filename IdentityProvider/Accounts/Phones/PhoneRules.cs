using System.Collections.Frozen;

namespace IdentityProvider.Accounts.Phones;

/// <summary>Reads phone numbers as the policy has it.</summary>
public sealed class PhoneRules(AccountPolicy policy)
{
    private readonly PhoneRegion _home = NumberingPlans.Find(policy.Phone.DefaultRegion)
        ?? throw new InvalidOperationException("Accounts:Phone:DefaultRegion is not a known country.");

    // Null: every country.
    private readonly FrozenSet<string>? _allowed = policy.Phone.TakesAllCountries
        ? null
        : policy.Phone.AllowedCountryCodes.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number as E.164, with the plus sign; null: it is none, whatever country it might be of.</summary>
    public string? Find(string? input) => (Understand(input) as PhoneReading.Number)?.Value;

    /// <summary>All that is known of a number: its region and calling code, and whether an SMS can arrive.</summary>
    public PhoneReading Understand(string? input) => PhoneNumber.Read(input, _home);

    /// <summary>The number as E.164, if it may be registered and written to here; null: it may not, and the errors say why.</summary>
    internal string? Read(string? input, FieldErrors errors, string field = "phone")
    {
        switch (Understand(input))
        {
            case PhoneReading.Refused refused:
                errors.Add(AccountErrors.PhoneInvalid(refused.Sentence, field));
                return null;
            case PhoneReading.Number number when _allowed?.Contains(number.Region.Country) == false:
                errors.Add(AccountErrors.CountryNotAllowed(field));
                return null;
            case PhoneReading.Number { MayTakeSms: false }:
                errors.Add(AccountErrors.PhoneNotMobile(field));
                return null;
            case PhoneReading.Number number:
                return number.Value;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
