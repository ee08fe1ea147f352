using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data;

namespace IdentityProvider.Accounts;

/// <summary>Somebody makes an account of their own.</summary>
public sealed class Registration(
    ProviderDbContext db, RegistrationForm form, AccountRoles roles, NewAccounts accounts, IdentifierClaims claims, NewcomerMessages messages, AccountPolicy policy)
{
    /// <summary>All that is wrong is said in one answer. Account, code and messages are written in one transaction.</summary>
    public async Task<RegistrationOutcome> RegisterAsync(RegistrationRequest request, CancellationToken cancellationToken)
    {
        if (policy.RegisterWithCode)
            return new RegistrationOutcome.Refused(AccountErrors.OtpRequired);
        var role = string.IsNullOrEmpty(request.Role) ? roles.Lowest : request.Role;
        if (!await MayChooseAsync(role, request.SentBy, cancellationToken))
            return new RegistrationOutcome.Refused(AccountErrors.RoleNotAllowed);

        return form.Read(request, role) switch
        {
            FormReading.Wrong wrong => new RegistrationOutcome.Refused(wrong.Error),
            FormReading.Right right => await RegisterAsync(right.Draft, cancellationToken),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    // Where whoever registers is signed in by it, staff would be signed in as the person whose account they make.
    private async Task<bool> MayChooseAsync(string role, Guid? sentBy, CancellationToken cancellationToken) =>
        role == roles.Lowest
        || (!policy.TokensAtRegistration && sentBy is { } userId && roles.MayCreate(await roles.ActorAsync(userId, cancellationToken), role));

    private async Task<RegistrationOutcome> RegisterAsync(AccountDraft draft, CancellationToken cancellationToken)
    {
        if (await TakenAsync(draft, cancellationToken) is { } taken)
            return new RegistrationOutcome.Refused(taken);

        // The hash takes a while: before the transaction, so that nobody waits for it.
        var user = accounts.Prepare(draft);
        return await UnitOfWork.RunAsync(db, work => RegisterAsync(user, draft, work, cancellationToken), cancellationToken);
    }

    private async Task<RegistrationOutcome> RegisterAsync(User user, AccountDraft draft, UnitOfWork work, CancellationToken cancellationToken)
    {
        if (await TakenAsync(draft, cancellationToken) is { } takenMeanwhile)
            return new RegistrationOutcome.Refused(takenMeanwhile);
        if (await accounts.AddAsync(user, draft.Role, cancellationToken) is { } takenAtTheSameInstant)
            return new RegistrationOutcome.Refused(takenAtTheSameInstant);
        var ticket = await messages.SendAsync(user, cancellationToken);
        if (user is { PhoneNumber: { } phone, OwnedPhone: null })
            await claims.MakeRoomAsync(user.Id, phone, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new RegistrationOutcome.Registered(user, ticket);
    }

    private async Task<AccountError?> TakenAsync(AccountDraft draft, CancellationToken cancellationToken)
    {
        var phoneTaken = draft.Phone is not null && await claims.IsPhoneOwnedAsync(draft.Phone, cancellationToken);
        var emailTaken = draft.Email is not null && await claims.IsEmailOwnedAsync(accounts.Normalize(draft.Email), cancellationToken);
        return (phoneTaken, emailTaken) switch
        {
            (true, true) => AccountErrors.PhoneAndEmailTaken,
            (true, false) => AccountErrors.PhoneTaken,
            (false, true) => AccountErrors.EmailTaken,
            _ => null,
        };
    }
}
