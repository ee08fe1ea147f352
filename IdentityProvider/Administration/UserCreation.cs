using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Administration;

/// <summary>Writes accounts that are made for other people; whether they may be, has been decided.</summary>
public sealed class UserCreation(
    ProviderDbContext db, NewAccounts accounts, IdentifierClaims claims, Invitations invitations, Profile profiles, AuditTrail audit, AbuseDecisions decisions)
{
    /// <summary>The identifiers are the account's own from the start, though nobody has proven them: somebody vouches for them.</summary>
    public async Task<UserOutcome> InviteAsync(Actor actor, AccountDraft draft, RequestSource source, CancellationToken cancellationToken)
    {
        var user = accounts.Prepare(draft with { ReservesIdentifiers = true });
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (await AddAsync(user, draft.Role, cancellationToken) is { } taken)
            return new UserOutcome.Refused(taken);
        if (await invitations.SendAsync(user, cancellationToken) is { } refusal)
        {
            // The account goes, that it was refused stays.
            await work.DisposeAsync();
            await decisions.AddAsync(refusal, user.PhoneNumber!, "welcome", source, cancellationToken);
            return new UserOutcome.Refused(refusal.Error);
        }

        return await FinishAsync(work, user.Id, actor, source, cancellationToken);
    }

    /// <summary>With a password, and with identifiers that count as proven: whoever else claims them has lost them.</summary>
    public async Task<UserOutcome> AddVerifiedAsync(AccountDraft draft, CancellationToken cancellationToken)
    {
        var user = accounts.Prepare(draft with { ReservesIdentifiers = true });
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (await AddAsync(user, draft.Role, cancellationToken) is { } taken)
            return new UserOutcome.Refused(taken);
        if (user.PhoneNumber is { } phone && !await claims.OwnPhoneAsync(user.Id, phone, cancellationToken))
            return new UserOutcome.Refused(AccountErrors.PhoneTaken);
        if (user.NormalizedEmail is { } email && !await claims.OwnEmailAsync(user.Id, email, cancellationToken))
            return new UserOutcome.Refused(AccountErrors.EmailTaken);
        return await FinishAsync(work, user.Id, Actor.Operator, RequestSource.None, cancellationToken);
    }

    private async Task<AccountError?> AddAsync(User user, string role, CancellationToken cancellationToken) =>
        await claims.FindTakenAsync(user.OwnedPhone, user.OwnedEmail, cancellationToken) ?? await accounts.AddAsync(user, role, cancellationToken);

    private async Task<UserOutcome> FinishAsync(UnitOfWork work, Guid userId, Actor by, RequestSource source, CancellationToken cancellationToken)
    {
        var profile = (await profiles.GetAsync(userId, cancellationToken))!;
        audit.Add(db, AuditEntry.AccountCreated(profile, by, source));
        await db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new UserOutcome.Done(profile);
    }
}
