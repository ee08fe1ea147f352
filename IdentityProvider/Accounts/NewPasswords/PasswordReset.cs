using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Accounts.Failures;
using IdentityProvider.Accounts.Proofs;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.NewPasswords;

/// <summary>What a proof permits: one new password.</summary>
/// <param name="IsFirst">The account was made by somebody else, and never had a password.</param>
/// <param name="Email">The address that the proof was mailed to; null: a code brought it.</param>
public sealed record ResetPermit(bool IsFirst, string? Email);

/// <summary>Somebody who forgot the password sets a new one.</summary>
public sealed class PasswordReset(
    ProviderDbContext db, UserManager<User> users, ProofTokens tokens, LoginFailures failures, IdentifierClaims claims, Sessions sessions, AuditTrail audit,
    ILogger<PasswordReset> logger)
{
    private const string NoProof = "A new password was sent without a valid proof.";

    /// <summary>What the proof permits, which is not used up by looking; null: nothing, or nothing any more.</summary>
    public async Task<ResetPermit?> FindAsync(string? token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return tokens.Read(ProofKind.PasswordReset, token) is ProofReading.Valid { Content: { UserId: var userId, Email: var mailedTo } }
            && await users.FindByIdAsync(userId.ToString()) is { IsActive: true } user
            && (mailedTo is null || mailedTo == user.Email)
            && await users.VerifyUserTokenAsync(user, PasswordResetTokenProvider.Name, UserManager<User>.ResetPasswordTokenPurpose, token!)
            ? new ResetPermit(user.PasswordHash is null, mailedTo)
            : null;
    }

    /// <summary>With the proof that the code brought, or that was mailed. All sessions of the account end.</summary>
    public async Task<PasswordOutcome> ResetAsync(string? token, string? next, RequestSource source, CancellationToken cancellationToken)
    {
        var reading = tokens.Read(ProofKind.PasswordReset, token);
        if (reading is not ProofReading.Valid { Content: { UserId: var userId, Email: var mailedTo } }
            || await users.FindByIdAsync(userId.ToString()) is not { IsActive: true } user)
            return await RefuseAsync(reading, token, source, cancellationToken);

        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        var result = await users.ResetPasswordAsync(user, token!, next ?? "");
        if (WrongPassword(result) is { Length: > 0 } wrong)
            return new PasswordOutcome.Refused(AccountErrors.Validation(new Dictionary<string, string[]> { ["newPassword"] = wrong }));
        if (!result.Succeeded || !await OwnEmailAsync(user, mailedTo, cancellationToken))
        {
            // A token that is used, or lost the race against another reset with it, or was mailed to an address that is no longer the account's.
            await work.DisposeAsync();
            return await RefuseAsync(new AuditEntry(AuditEvents.MaliciousRequest, userId, source, NoProof));
        }

        await sessions.EndAllAsync(userId, SessionEndReasons.PasswordReset, exceptSid: null, cancellationToken);
        foreach (var identifier in new[] { user.PhoneNumber, user.NormalizedEmail }.OfType<string>())
            await failures.ForgetAllAsync(identifier, cancellationToken);
        audit.Add(db, new AuditEntry(AuditEvents.PasswordReset, userId, source, "A new password was set after the old one was forgotten.")
        {
            Target = AuditTarget.User(userId),
        });
        await db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new PasswordOutcome.Changed(userId);
    }

    // Whoever has the mailed token has the address.
    private async Task<bool> OwnEmailAsync(User user, string? mailedTo, CancellationToken cancellationToken) =>
        mailedTo is null
        || (mailedTo == user.Email && (user.EmailConfirmed || await claims.OwnEmailAsync(user.Id, user.NormalizedEmail!, cancellationToken)));

    // A row only for what was given out here: else anybody could fill the audit trail with anything.
    private async Task<PasswordOutcome> RefuseAsync(ProofReading reading, string? token, RequestSource source, CancellationToken cancellationToken)
    {
        var hash = RandomHandle.Hash(token ?? "");
        if (reading is not ProofReading.Invalid || await db.OneTimeCodes.AnyAsync(code => code.VerifyHash == hash, cancellationToken))
            return await RefuseAsync(new AuditEntry(AuditEvents.MaliciousRequest, null, source, NoProof));
        logger.MadeUpResetProof(source.Address);
        return new PasswordOutcome.Refused(AccountErrors.MaliciousRequest);
    }

    private async Task<PasswordOutcome> RefuseAsync(AuditEntry entry)
    {
        await audit.WriteAsync(entry);
        return new PasswordOutcome.Refused(AccountErrors.MaliciousRequest);
    }

    private static string[] WrongPassword(IdentityResult result) =>
        [.. result.Errors.Where(error => error.Code == nameof(PasswordRules)).Select(error => error.Description)];
}
