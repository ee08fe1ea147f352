using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data;

namespace IdentityProvider.Accounts;

/// <summary>Somebody makes an account of their own.</summary>
public sealed class Registration(
    ProviderDbContext db, RegistrationForm form, NewAccounts accounts, IdentifierClaims claims, CodeIssuer codes, EmailLinks links)
{
    /// <summary>All that is wrong is said in one answer. Account, code and messages are written in one transaction.</summary>
    public async Task<RegistrationOutcome> RegisterAsync(RegistrationRequest request, CancellationToken cancellationToken)
    {
        switch (form.Read(request))
        {
            case FormReading.Wrong wrong:
                return new RegistrationOutcome.Refused(wrong.Error);
            case FormReading.Right right:
                return await RegisterAsync(right.Draft, cancellationToken);
            case var other:
                throw new System.Diagnostics.UnreachableException(other.GetType().Name);
        }
    }

    private async Task<RegistrationOutcome> RegisterAsync(AccountDraft draft, CancellationToken cancellationToken)
    {
        if (await TakenAsync(draft, cancellationToken) is { } taken)
            return new RegistrationOutcome.Refused(taken);

        // The hash takes a while: before the transaction, so that nobody waits for it.
        var user = accounts.Prepare(draft);
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (await TakenAsync(draft, cancellationToken) is { } takenMeanwhile)
            return new RegistrationOutcome.Refused(takenMeanwhile);
        await accounts.AddAsync(user, cancellationToken);
        var ticket = await codes.SendOrRememberAsync(new CodeClaim(draft.Phone!, CodePurposes.VerifyPhone, user.Id), cancellationToken);
        await links.SendAsync(user, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new RegistrationOutcome.Registered(user.Id, draft.Phone!, ticket, draft.Email!);
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
