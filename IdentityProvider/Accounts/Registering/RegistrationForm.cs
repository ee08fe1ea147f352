using IdentityProvider.Accounts.Phones;
using IdentityProvider.Data.Model;

namespace IdentityProvider.Accounts.Registering;

/// <summary>A registration whose values are right.</summary>
public sealed record AccountDraft(string? Phone, string? Email, string Password)
{
    public string? FullName { get; init; }

    public DateOnly? DateOfBirth { get; init; }

    public string? Gender { get; init; }

    public string? Address { get; init; }

    public string? City { get; init; }
}

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
    public FormReading Read(RegistrationRequest request)
    {
        if (request.Role is { Length: > 0 } role && role != policy.RoleNames[0])
            return new FormReading.Wrong(AccountErrors.RoleNotAllowed);

        var errors = new FieldErrors();
        var draft = new AccountDraft(ReadPhone(request.Phone, errors), ReadEmail(request.Email, errors), request.Password ?? "")
        {
            FullName = person.ReadFullName(request.FullName, errors),
            DateOfBirth = person.ReadDateOfBirth(request.DateOfBirth, errors),
            Gender = TextFields.Clean(request.Gender, "gender", Lengths.Word, errors),
            Address = TextFields.Clean(request.Address, "address", Lengths.Line, errors, lines: true),
            City = TextFields.Clean(request.City, "city", Lengths.Name, errors),
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
