using System.Globalization;
using IdentityProvider.Data.Model;

namespace IdentityProvider.Accounts.Registering;

/// <summary>Reads what people tell about themselves, at registration and later.</summary>
public sealed class PersonFields(AccountPolicy policy, TimeProvider clock)
{
    internal static readonly DateOnly EarliestBirth = new(1900, 1, 1);

    internal string? ReadFullName(string? input, FieldErrors errors)
    {
        if (!string.IsNullOrWhiteSpace(input))
            return TextFields.Clean(input, "fullName", Lengths.Name, errors);
        if (policy.Required.HasFlag(RegistrationFields.FullName))
            errors.Add("fullName", "A name is needed.");
        return null;
    }

    internal DateOnly? ReadDateOfBirth(string? input, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(input))
        {
            if (policy.Required.HasFlag(RegistrationFields.DateOfBirth))
                errors.Add("dateOfBirth", "A date of birth is needed.");
            return null;
        }

        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (DateOnly.TryParseExact(input.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date >= EarliestBirth && date <= today)
            return date;
        errors.Add("dateOfBirth", "Write the date of birth as year-month-day, for example 1990-12-31.");
        return null;
    }

    internal string? ReadGender(string? input, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(input) && policy.Required.HasFlag(RegistrationFields.Gender))
            errors.Add("gender", "A gender is needed.");
        return TextFields.Clean(input, "gender", Lengths.Word, errors);
    }

    internal static string? ReadAddress(string? input, FieldErrors errors) => TextFields.Clean(input, "address", Lengths.Line, errors, lines: true);

    internal static string? ReadCity(string? input, FieldErrors errors) => TextFields.Clean(input, "city", Lengths.Name, errors);
}
