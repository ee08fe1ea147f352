using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data.Model;

namespace IdentityProvider.Administration;

/// <summary>Reads an account that is made for another person.</summary>
public sealed class NewUserForm(PhoneRules phones, AccountPolicy policy)
{
    /// <summary>What an invitation can't do without, beside the name. Of the phone number and the e-mail address one must be there in any case.</summary>
    public Channels NeededForInvitation
    {
        get
        {
            var ways = policy.Identifiers & policy.ResetChannels;
            return policy.VerifiedBeforeSignIn | (ways is Channels.Phone or Channels.Email ? ways : Channels.None);
        }
    }

    /// <summary>One whose owner chooses the password: it must be reachable, by a way that the policy has for that.</summary>
    public FormReading ReadInvitation(NewUserRequest request)
    {
        var errors = new FieldErrors();
        var draft = Read(request, errors);
        if (draft.FullName is null && string.IsNullOrWhiteSpace(request.FullName))
            errors.Add("fullName", "A name is needed.");
        RequireWayIn(request, policy.Identifiers & policy.ResetChannels, errors);
        if (policy.VerifiedBeforeSignIn.HasFlag(Channels.Phone))
            RequirePhone(request, errors);
        if (policy.VerifiedBeforeSignIn.HasFlag(Channels.Email))
            RequireEmail(request, errors);
        return errors.ToError() is { } error ? new FormReading.Wrong(error) : new FormReading.Right(draft);
    }

    /// <summary>One that whoever runs the server makes, with its password.</summary>
    public FormReading ReadWithPassword(NewUserRequest request)
    {
        var errors = new FieldErrors();
        var draft = Read(request, errors);
        RequireWayIn(request, policy.Identifiers, errors);
        return errors.ToError() is { } error ? new FormReading.Wrong(error) : new FormReading.Right(draft);
    }

    private AccountDraft Read(NewUserRequest request, FieldErrors errors)
    {
        var role = string.IsNullOrEmpty(request.Role) ? policy.RoleNames[0] : request.Role;
        if (!policy.RoleNames.Contains(role))
            errors.Add("role", $"One of: {string.Join(", ", policy.RoleNames)}.");
        var phone = string.IsNullOrWhiteSpace(request.Phone) ? null : phones.Read(request.Phone, errors);
        var email = string.IsNullOrWhiteSpace(request.Email) ? null : EmailAddress.Read(request.Email, "email", errors);
        return new AccountDraft(phone, email, role) { FullName = TextFields.Clean(request.FullName, "fullName", Lengths.Name, errors) };
    }

    private static void RequireWayIn(NewUserRequest request, Channels ways, FieldErrors errors)
    {
        var byPhone = ways.HasFlag(Channels.Phone) && !string.IsNullOrWhiteSpace(request.Phone);
        var byEmail = ways.HasFlag(Channels.Email) && !string.IsNullOrWhiteSpace(request.Email);
        if (byPhone || byEmail)
            return;
        if (ways is Channels.Phone)
            RequirePhone(request, errors);
        else if (ways is Channels.Email)
            RequireEmail(request, errors);
        else
            errors.AddOnce("phone", "A phone number or an e-mail address is needed.");
    }

    private static void RequirePhone(NewUserRequest request, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(request.Phone))
            errors.AddOnce("phone", "A phone number is needed.");
    }

    private static void RequireEmail(NewUserRequest request, FieldErrors errors)
    {
        if (string.IsNullOrWhiteSpace(request.Email))
            errors.AddOnce("email", "An e-mail address is needed.");
    }
}
