using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Accounts;

/// <summary>Somebody makes an account of their own, or one for another person, with a password that they know.</summary>
public sealed class Registration(
    ProviderDbContext db, RegistrationForm form, RoleChoice choice, NewAccounts accounts, IdentifierClaims claims, NewcomerMessages messages, Profile profiles,
    AuditTrail audit)
{
    /// <summary>All that is wrong is said in one answer. Account, code and messages are written in one transaction.</summary>
    public async Task<RegistrationOutcome> RegisterAsync(RegistrationRequest request, RequestSource source, CancellationToken cancellationToken)
    {
        switch (form.Read(request))
        {
            case FormReading.Wrong wrong:
                return new RegistrationOutcome.Refused(wrong.Error);
            case FormReading.Right { Draft: var draft }:
                return await RegisterAsync(draft, request.SentBy, source, cancellationToken);
            case var other:
                throw new System.Diagnostics.UnreachableException(other.GetType().Name);
        }
    }

    private async Task<RegistrationOutcome> RegisterAsync(AccountDraft draft, Actor? sentBy, RequestSource source, CancellationToken cancellationToken)
    {
        if (await choice.RefuseAsync(draft.Role, sentBy, cancellationToken) is { } refusal)
            return new RegistrationOutcome.Refused(refusal);
        if (await TakenAsync(draft, cancellationToken) is { } taken)
            return new RegistrationOutcome.Refused(taken);

        // The hash takes a while: before the transaction, so that nobody waits for it.
        var user = accounts.Prepare(draft);
        return await UnitOfWork.RunAsync(
            db,
            async work => await choice.RefuseAsync(draft.Role, sentBy, cancellationToken) is { } refusedMeanwhile
                ? new RegistrationOutcome.Refused(refusedMeanwhile)
                : await RegisterAsync(user, draft, sentBy, source, work, cancellationToken),
            cancellationToken);
    }

    private async Task<RegistrationOutcome> RegisterAsync(
        User user, AccountDraft draft, Actor? sentBy, RequestSource source, UnitOfWork work, CancellationToken cancellationToken)
    {
        if (await TakenAsync(draft, cancellationToken) is { } takenMeanwhile)
            return new RegistrationOutcome.Refused(takenMeanwhile);
        if (await accounts.AddAsync(user, draft.Role, cancellationToken) is { } takenAtTheSameInstant)
            return new RegistrationOutcome.Refused(takenAtTheSameInstant);
        var ticket = await messages.SendAsync(user, source, cancellationToken);
        if (user is { PhoneNumber: { } phone, OwnedPhone: null })
            await claims.MakeRoomAsync(user.Id, phone, cancellationToken);
        if (sentBy is not null)
        {
            audit.Add(db, AuditEntry.AccountCreated((await profiles.GetAsync(user.Id, cancellationToken))!, sentBy, source));
            await db.SaveChangesAsync(cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
        return new RegistrationOutcome.Registered(user, ticket);
    }

    private Task<AccountError?> TakenAsync(AccountDraft draft, CancellationToken cancellationToken) =>
        claims.FindTakenAsync(draft.Phone, draft.Email is null ? null : accounts.Normalize(draft.Email), cancellationToken);
}
