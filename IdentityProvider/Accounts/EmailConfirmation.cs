using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Accounts.Proofs;
using IdentityProvider.Data;
using IdentityProvider.Delivery.Templates;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>What asking for a link, or following one, came to.</summary>
public abstract record EmailOutcome
{
    private EmailOutcome() { }

    /// <summary>A link is on its way, or would be, if an account claimed the address: strangers can't tell.</summary>
    public sealed record Sent : EmailOutcome;

    /// <summary>The address is the account's own now.</summary>
    public sealed record Confirmed(Guid UserId, string Email) : EmailOutcome;

    public sealed record Refused(AccountError Error) : EmailOutcome;
}

/// <summary>Confirming an e-mail address by a link.</summary>
public sealed class EmailConfirmation(
    ProviderDbContext db, UserManager<User> users, EmailLinks links, ProofTokens tokens, IdentifierClaims claims, AccountLabel label)
{
    /// <summary>
    /// Mails a new link to an address, for the account that claims it and has not confirmed it. Where several do, nobody can
    /// know which is meant, and nothing is sent: each asks for its own, signed in.
    /// </summary>
    public async Task<EmailOutcome> SendAsync(string? email, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (EmailAddress.Read(email, "email", errors) is not { } address)
            return new EmailOutcome.Refused(errors.ToError()!);
        var normalized = users.NormalizeEmail(address);
        var open = db.Users.Where(user => user.NormalizedEmail == normalized && !user.EmailConfirmed && user.IsActive);
        return await SendAsync(normalized, open.Where(user => open.Count() == 1), cancellationToken);
    }

    /// <summary>Which account a link is about, in words; null: it is of no use, or of no account that still claims the address.</summary>
    public async Task<string?> DescribeAsync(string? token, CancellationToken cancellationToken)
    {
        if (tokens.Read(ProofKind.EmailConfirmation, token) is not ProofReading.Valid { Content: var content })
            return null;
        var account = await db.Users
            .Where(user => user.Id == content.UserId && user.Email == content.Email && !user.EmailConfirmed)
            .Select(user => new { user.PhoneNumber, user.CreatedAt })
            .SingleOrDefaultAsync(cancellationToken);
        return account is null ? null : label.Of(account.PhoneNumber, account.CreatedAt, MessageTexts.English);
    }

    /// <summary>Whether the account has confirmed its address.</summary>
    public Task<bool> IsConfirmedAsync(Guid userId, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(user => user.Id == userId && user.EmailConfirmed, cancellationToken);

    /// <summary>Mails a new link to the account's address.</summary>
    public async Task<EmailOutcome> SendAsync(Guid userId, CancellationToken cancellationToken)
    {
        var account = db.Users.Where(user => user.Id == userId && user.NormalizedEmail != null && !user.EmailConfirmed);
        var address = await account.Select(user => user.NormalizedEmail).SingleOrDefaultAsync(cancellationToken);
        return address is null ? new EmailOutcome.Sent() : await SendAsync(address, account, cancellationToken);
    }

    /// <summary>Follows a link: the account owns the address, and the other claims on it are dropped.</summary>
    public async Task<EmailOutcome> ConfirmAsync(string? token, CancellationToken cancellationToken)
    {
        switch (tokens.Read(ProofKind.EmailConfirmation, token))
        {
            case ProofReading.Valid valid:
                return await UnitOfWork.RunAsync(db, async work =>
                {
                    var outcome = await ConfirmAsync(valid.Content, token!, cancellationToken);
                    if (outcome is EmailOutcome.Confirmed)
                        await work.CommitAsync(cancellationToken);
                    return outcome;
                }, cancellationToken);
            case ProofReading.Expired:
                return new EmailOutcome.Refused(AccountErrors.LinkExpired);
            default:
                return new EmailOutcome.Refused(AccountErrors.LinkInvalid);
        }
    }

    private async Task<EmailOutcome> ConfirmAsync(ProofContent content, string token, CancellationToken cancellationToken)
    {
        if (users.NormalizeEmail(content.Email) is not { } address)
            return new EmailOutcome.Refused(AccountErrors.LinkInvalid);
        await links.TakeTurnAsync(address, cancellationToken);
        if (await users.FindByIdAsync(content.UserId.ToString()) is not { NormalizedEmail: { } normalized } user)
            return new EmailOutcome.Refused(AccountErrors.LinkInvalid);
        if (user.EmailConfirmed)
            return new EmailOutcome.Refused(user.Email == content.Email ? AccountErrors.LinkUsed : AccountErrors.LinkInvalid);

        var result = await users.ConfirmEmailAsync(user, token);
        if (!result.Succeeded)
            return new EmailOutcome.Refused(IsLostRace(result) ? AccountErrors.LinkUsed : AccountErrors.LinkInvalid);
        return await claims.OwnEmailAsync(user.Id, normalized, cancellationToken)
            ? new EmailOutcome.Confirmed(user.Id, user.Email!)
            : new EmailOutcome.Refused(AccountErrors.EmailTaken);
    }

    private async Task<EmailOutcome> SendAsync(string normalized, IQueryable<User> accounts, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (await links.TakePermitAsync(normalized, cancellationToken) is { } refusal)
            return new EmailOutcome.Refused(refusal);
        foreach (var user in await accounts.ToListAsync(cancellationToken))
            await links.EnqueueAsync(user, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new EmailOutcome.Sent();
    }

    private static bool IsLostRace(IdentityResult result) =>
        result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure));
}
