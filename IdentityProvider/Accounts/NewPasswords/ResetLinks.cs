using IdentityProvider.Accounts.Proofs;
using IdentityProvider.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.NewPasswords;

/// <summary>Mails links that permit a new password, once.</summary>
public sealed class ResetLinks(
    ProviderDbContext db, ILookupNormalizer normalizer, EmailLinks links, AccountMessages messages, ProofTokens tokens, AccountPolicy policy)
{
    private const string Purpose = "reset_by_email";

    /// <summary>Somebody forgot the password. That nobody has the address is said only where the policy reveals it.</summary>
    public async Task<ForgotOutcome> SendAsync(string? email, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (EmailAddress.Read(email, "email", errors) is not { } address)
            return new ForgotOutcome.Refused(errors.ToError()!);
        var normalized = normalizer.NormalizeEmail(address);
        var owner = await db.Users.AsNoTracking().SingleOrDefaultAsync(user => user.OwnedEmail == normalized, cancellationToken);
        if (owner is null && policy.RevealUnknownUsers)
            return new ForgotOutcome.Refused(AccountErrors.UserNotFound);

        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (await links.TakePermitAsync(normalized, Purpose, cancellationToken) is { } refusal)
            return new ForgotOutcome.Refused(refusal);
        if (owner is { IsActive: true })
        {
            messages.EnqueueResetLink(db, owner, TokenFor(owner, policy.Email.ResetLinkLifetime), policy.Email.ResetLinkLifetime);
            await db.SaveChangesAsync(cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
        return new ForgotOutcome.LinkSent();
    }

    /// <summary>Whether the account has an address of its own, and the policy resets by it.</summary>
    public bool Reaches(User user) => policy.ResetChannels.HasFlag(Channels.Email) && user.OwnedEmail is not null;

    /// <summary>To somebody who is known. Null: on its way; else the address has had its messages of the day. The caller has begun the transaction.</summary>
    public async Task<AccountError?> SendToAsync(User user, CancellationToken cancellationToken)
    {
        if (await links.TakePermitAsync(user.OwnedEmail!, Purpose, cancellationToken) is { } refusal)
            return refusal;
        if (user.PasswordHash is null)
        {
            await WelcomeAsync(user, cancellationToken);
            return null;
        }

        messages.EnqueueResetLink(db, user, TokenFor(user, policy.Email.ResetLinkLifetime), policy.Email.ResetLinkLifetime);
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>Lets somebody whose account was made for them choose the first password. The caller has begun the transaction.</summary>
    public async Task WelcomeAsync(User user, CancellationToken cancellationToken)
    {
        messages.EnqueueWelcomeLink(db, user, TokenFor(user, policy.Email.LinkLifetime), policy.Email.LinkLifetime);
        await db.SaveChangesAsync(cancellationToken);
    }

    private string TokenFor(User user, TimeSpan lifetime) =>
        tokens.Write(ProofKind.PasswordReset, new ProofContent(user.Id, user.Email, ProofTokens.BindingOf(user.SecurityStamp)), lifetime);
}
