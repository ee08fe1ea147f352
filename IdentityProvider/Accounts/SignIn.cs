using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Failures;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Somebody says who they are, and proves it.</summary>
public sealed class SignIn(
    ProviderDbContext db, PasswordHashes passwords, LoginFailures failures, OneTimeCodes codes, Identifiers identifiers, SignInJournal journal, AccountPolicy policy)
{
    /// <summary>How many passwords are tried, whoever has the identifier: so a refusal always takes as long.</summary>
    private int MostCandidates => policy.SeveralMayClaim ? IdentifierClaims.MostClaims : 1;

    private SignInOutcome.Refused Unknown => new(AccountErrors.InvalidCredentials(policy.Identifiers));

    /// <summary>With whatever identifier the policy has, and the password.</summary>
    public Task<SignInOutcome> WithPasswordAsync(string? identifier, string? password, SignInPlace place, CancellationToken cancellationToken) =>
        WithPasswordAsync(Channels.Phone | Channels.Email, identifier, password, place, cancellationToken);

    /// <summary>
    /// With an identifier, of the kinds that are meant and that the policy has, and the password. A number or e-mail address
    /// that nobody has, a wrong password, a locked and a deactivated account are answered alike, after as much work.
    /// </summary>
    public async Task<SignInOutcome> WithPasswordAsync(
        Channels meant, string? identifier, string? password, SignInPlace place, CancellationToken cancellationToken)
    {
        var read = identifiers.Read(meant, identifier);
        var candidates = await FindCandidatesAsync(read.Phone, read.Email, cancellationToken);
        var attempt = failures.Attempt(read.Phone ?? read.Email, place.Source, place.TrustedDevice, candidates);
        var locked = await failures.IsLockedAsync(attempt, cancellationToken);

        // Whoever has the right password waits for one hash; a wrong one, or a lock, takes as many as there may be claims.
        var user = await FindByPasswordAsync(candidates, password ?? "", cancellationToken);
        var hashes = user is null ? candidates.Count : candidates.IndexOf(user) + 1;

        if (user is null && !locked)
            await failures.CountAsync(attempt, cancellationToken);

        // The lock is looked at again: of many guesses at once, a right one that comes after the limit does not count.
        locked = locked || (user is { IsActive: true } && await failures.IsLockedAsync(attempt, cancellationToken));
        if (user is not { IsActive: true } || locked)
        {
            for (; hashes < MostCandidates; hashes++)
                passwords.CheckNobody(password ?? "");
            await journal.FailedAsync(
                user?.Id ?? OwnerOf(candidates)?.Id, ReasonOf(user, candidates, locked), AuthenticationMethods.Password, place.ClientId, place.Source, cancellationToken);
            return Unknown;
        }

        // Only who is let in starts anew: else anybody could, with an account of their own that claims the number.
        var outcome = Admit(user, AuthenticationMethods.Password);
        if (outcome is SignInOutcome.Authenticated)
            await failures.ForgetAsync(attempt, cancellationToken);
        else
            await journal.FailedAsync(user.Id, CodeOf(outcome), AuthenticationMethods.Password, place.ClientId, place.Source, cancellationToken);
        return outcome;
    }

    /// <summary>With a code that was sent to the phone for this.</summary>
    public async Task<SignInOutcome> WithCodeAsync(
        string? phone, string? code, string? rememberToken, SignInPlace place, CancellationToken cancellationToken)
    {
        switch (await codes.VerifyAsync(phone, CodePurposes.SignIn, code, rememberToken, place.Source, cancellationToken))
        {
            case CodeVerification.Refused { Error: var error }:
                var owner = OwnerOf(await FindCandidatesAsync(identifiers.Read(Channels.Phone, phone).Phone, email: null, cancellationToken));
                return await RefuseCodeAsync(owner?.Id, error.Code, error, place, cancellationToken);
            case CodeVerification.Verified { UserId: var userId }:
                var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken);
                return user is { IsActive: true }
                    ? new SignInOutcome.Authenticated(user, AuthenticationMethods.CodeBySms)
                    : await RefuseCodeAsync(user?.Id, SignInResults.AccountInactive, AccountErrors.OtpInvalid, place, cancellationToken);
            case var other:
                throw new System.Diagnostics.UnreachableException(other.GetType().Name);
        }
    }

    private async Task<SignInOutcome> RefuseCodeAsync(Guid? userId, string reason, AccountError error, SignInPlace place, CancellationToken cancellationToken)
    {
        await journal.FailedAsync(userId, reason, AuthenticationMethods.CodeBySms, place.ClientId, place.Source, cancellationToken);
        return new SignInOutcome.Refused(error);
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

    // What administrators are told, and nobody else.
    private static string ReasonOf(User? user, List<User> candidates, bool locked) => (user, locked) switch
    {
        (_, true) => SignInResults.TooManyAttempts,
        (not null, _) => SignInResults.AccountInactive,
        _ => candidates.Count == 0 ? SignInResults.UnknownUser : SignInResults.WrongPassword,
    };

    private static string CodeOf(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.NotVerified unverified => unverified.Error.Code,
        SignInOutcome.Refused refused => refused.Error.Code,
        _ => throw new System.Diagnostics.UnreachableException(outcome.GetType().Name),
    };

    /// <summary>Whose account a try was about: the owner's, or the only one's that claims the identifier; null: it can't be told.</summary>
    private static User? OwnerOf(List<User> candidates) =>
        candidates is [var only] ? only : candidates.FirstOrDefault(user => user.OwnedPhone is not null || user.OwnedEmail is not null);

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
