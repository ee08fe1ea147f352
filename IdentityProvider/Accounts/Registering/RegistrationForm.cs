using IdentityProvider.Accounts.Phones;
using IdentityProvider.Delivery.Templates;

namespace IdentityProvider.Accounts.Registering;

/// <summary>What reading a registration came to.</summary>
public abstract record FormReading
{
    private FormReading() { }

    public sealed record Right(AccountDraft Draft) : FormReading;

    public sealed record Wrong(AccountError Error) : FormReading;
}

/// <summary>Reads a registration: which fields must be there, and what may stand in them.</summary>
public sealed class RegistrationForm(PhoneRules phones, PasswordRules passwords, PersonFields person, AccountPolicy policy)
{
    /// <summary>Reads a registration that makes the account at once.</summary>
    public FormReading Read(RegistrationRequest request)
    {
        if (policy.RegisterWithCode)
            return new FormReading.Wrong(AccountErrors.OtpRequired);
        var errors = new FieldErrors();
        var role = string.IsNullOrEmpty(request.Role) ? policy.RoleNames[0] : request.Role;
        var draft = new AccountDraft(ReadPhone(request.Phone, errors), ReadEmail(request.Email, errors), role)
        {
            Password = request.Password,
            ReservesIdentifiers = policy.ReserveUnverified,
            FullName = person.ReadFullName(request.FullName, errors),
            DateOfBirth = person.ReadDateOfBirth(request.DateOfBirth, errors),
            Gender = person.ReadGender(request.Gender, errors),
            Address = PersonFields.ReadAddress(request.Address, errors),
            City = PersonFields.ReadCity(request.City, errors),
            Locale = RequestLanguage.Current,
        };
        foreach (var sentence in passwords.Check(request.Password))
            errors.Add("password", sentence);
        return errors.ToError() is { } error ? new FormReading.Wrong(error) : new FormReading.Right(draft);
    }

    /// <summary>Reads the second half of a registration that began with a code.</summary>
    public FormReading Read(CodeRegistrationRequest request)
    {
        var errors = new FieldErrors();
        if (string.IsNullOrEmpty(request.VerifyToken))
            errors.Add("verifyToken", "The proof of the code is missing.");
        var draft = new AccountDraft(ReadPhone(request.Phone, errors), Email: null, policy.RoleNames[0])
        {
            Password = request.Password,
            FullName = person.ReadFullName(request.FullName, errors),
            Locale = RequestLanguage.Current,
        };
        foreach (var sentence in passwords.Check(request.Password))
            errors.Add("password", sentence);
        return errors.ToError() is { } error ? new FormReading.Wrong(error) : new FormReading.Right(draft);
    }

    private string? ReadPhone(string? input, FieldErrors errors)
    {
        if (!string.IsNullOrWhiteSpace(input))
            return phones.Read(input, errors);
        if (policy.Required.HasFlag(RegistrationFields.Phone))
            errors.Add("phone", "A phone number is needed.");
        return null;
    }

    private string? ReadEmail(string? input, FieldErrors errors)
    {
        if (!string.IsNullOrWhiteSpace(input))
            return EmailAddress.Read(input, "email", errors);
        if (policy.Required.HasFlag(RegistrationFields.Email))
            errors.Add("email", "An e-mail address is needed.");
        return null;
    }
}
