using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Failures;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Somebody says who they are, and proves it.</summary>
public sealed class SignIn(
    ProviderDbContext db, PasswordHashes passwords, LoginFailures failures, OneTimeCodes codes, Identifiers identifiers, AccountPolicy policy)
{
    /// <summary>How many passwords are tried, whoever has the identifier: so a refusal always takes as long.</summary>
    private int MostCandidates => policy.SeveralMayClaim ? IdentifierClaims.MostClaims : 1;

    private SignInOutcome.Refused Unknown => new(AccountErrors.InvalidCredentials(policy.Identifiers));

    /// <summary>With whatever identifier the policy has, and the password.</summary>
    public Task<SignInOutcome> WithPasswordAsync(
        string? identifier, string? password, RequestSource source, string? trustedDevice, CancellationToken cancellationToken) =>
        WithPasswordAsync(Channels.Phone | Channels.Email, identifier, password, source, trustedDevice, cancellationToken);

    /// <summary>
    /// With an identifier, of the kinds that are meant and that the policy has, and the password. A number or e-mail address
    /// that nobody has, a wrong password, a locked and a deactivated account are answered alike, after as much work. The
    /// trusted device is what <see cref="TrustedDevices"/> left in this browser at an earlier sign-in; null: nothing.
    /// </summary>
    public async Task<SignInOutcome> WithPasswordAsync(
        Channels meant, string? identifier, string? password, RequestSource source, string? trustedDevice, CancellationToken cancellationToken)
    {
        var read = identifiers.Read(meant, identifier);
        var candidates = await FindCandidatesAsync(read.Phone, read.Email, cancellationToken);
        var attempt = failures.Attempt(read.Phone ?? read.Email, source, trustedDevice, candidates);
        var locked = await failures.IsLockedAsync(attempt, cancellationToken);

        // Whoever has the right password waits for one hash; a wrong one, or a lock, takes as many as there may be claims.
        var user = await FindByPasswordAsync(candidates, password ?? "", cancellationToken);
        var hashes = user is null ? candidates.Count : candidates.IndexOf(user) + 1;

        if (user is null && !locked)
            await failures.CountAsync(attempt, cancellationToken);

        // The lock is looked at again: of many guesses at once, a right one that comes after the limit does not count.
        if (user is not { IsActive: true } || locked || await failures.IsLockedAsync(attempt, cancellationToken))
        {
            for (; hashes < MostCandidates; hashes++)
                passwords.CheckNobody(password ?? "");
            return Unknown;
        }

        // Only who is let in starts anew: else anybody could, with an account of their own that claims the number.
        var outcome = Admit(user, AuthenticationMethods.Password);
        if (outcome is SignInOutcome.Authenticated)
            await failures.ForgetAsync(attempt, cancellationToken);
        return outcome;
    }

    /// <summary>With a code that was sent to the phone for this.</summary>
    public async Task<SignInOutcome> WithCodeAsync(
        string? phone, string? code, string? rememberToken, RequestSource source, CancellationToken cancellationToken)
    {
        switch (await codes.VerifyAsync(phone, CodePurposes.SignIn, code, rememberToken, source, cancellationToken))
        {
            case CodeVerification.Refused refused:
                return new SignInOutcome.Refused(refused.Error);
            case CodeVerification.Verified { UserId: { } userId }
                when await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken) is { IsActive: true } user:
                return new SignInOutcome.Authenticated(user, AuthenticationMethods.CodeBySms);
            default:
                return new SignInOutcome.Refused(AccountErrors.OtpInvalid);
        }
    }

    /// <summary>The password is right; what else must have been proven.</summary>
    private SignInOutcome Admit(User user, IReadOnlyList<string> amr)
    {
        if (policy.VerifiedBeforeSignIn.HasFlag(Channels.Phone) && !user.PhoneNumberConfirmed)
            return NotVerified(AccountErrors.PhoneNotVerified, Channels.Phone, user.PhoneNumber);
        if (policy.VerifiedBeforeSignIn.HasFlag(Channels.Email) && !user.EmailConfirmed)
            return NotVerified(AccountErrors.EmailNotVerified, Channels.Email, user.Email);
        return new SignInOutcome.Authenticated(user, amr);

        // Whoever has lost the claim has nothing left to verify.
        SignInOutcome NotVerified(AccountError error, Channels channel, string? address) =>
            address is null ? new SignInOutcome.Refused(error) : new SignInOutcome.NotVerified(error, channel, address, user.Id);
    }

    private async Task<List<User>> FindCandidatesAsync(string? phone, string? email, CancellationToken cancellationToken)
    {
        if (phone is null && email is null)
            return [];
        // The owner first, then who claimed it first: nobody is kept out by whoever comes later.
        var claims = phone is not null
            ? db.Users.Where(user => user.PhoneNumber == phone).OrderByDescending(user => user.OwnedPhone != null)
            : db.Users.Where(user => user.NormalizedEmail == email).OrderByDescending(user => user.OwnedEmail != null);
        return await claims.ThenBy(user => user.CreatedAt).ThenBy(user => user.Id).Take(MostCandidates).AsNoTracking().ToListAsync(cancellationToken);
    }

    private async Task<User?> FindByPasswordAsync(List<User> candidates, string password, CancellationToken cancellationToken)
    {
        foreach (var user in candidates)
        {
            if (await passwords.CheckAsync(user, password, cancellationToken))
                return user;
        }

        return null;
    }
}
