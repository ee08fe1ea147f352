namespace IdentityProvider.Accounts.Phones;

/// <summary>Reads phone numbers as the policy has it.</summary>
public sealed class PhoneRules(AccountPolicy policy)
{
    private readonly PhoneRegion _home = PhoneRegions.Find(policy.Phone.DefaultRegion)
        ?? throw new InvalidOperationException("Accounts:Phone:DefaultRegion is not a known country.");

    private readonly IReadOnlyCollection<string> _allowed = policy.Phone.AllowedCountryCodes;

    /// <summary>The number as E.164, with the plus sign; null: it is none, whatever country it might be of.</summary>
    public string? Find(string? input) => PhoneNumber.Parse(input, _home);

    /// <summary>The number as E.164, if it may be registered and written to here; null: it may not, and the errors say why.</summary>
    internal string? Read(string? input, FieldErrors errors, string field = "phone")
    {
        var phone = Find(input);
        if (phone is not null && PhoneNumber.IsOf(phone, _allowed))
            return phone;
        errors.Add(phone is null ? AccountErrors.PhoneInvalid(field) : AccountErrors.CountryNotAllowed(field));
        return null;
    }
}
