using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Failures;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Somebody says who they are, and proves it.</summary>
public sealed class SignIn(
    ProviderDbContext db, PasswordHashes passwords, LoginFailures failures, OneTimeCodes codes, PhoneRules phones, TimeProvider clock)
{
    // Of the accounts that claim a number none may ever be proven; their passwords are tried, but not without end.
    private const int MostClaims = 5;

    private static readonly string[] ByPassword = ["pwd"];
    private static readonly string[] ByCode = ["otp", "sms"];

    /// <summary>
    /// With phone and password. A number or e-mail address that nobody has, a wrong password, a locked and a deactivated
    /// account are answered alike, after as much work. The trusted device is what <see cref="TrustedDevices"/> left in
    /// this browser at an earlier sign-in; null: nothing.
    /// </summary>
    public async Task<SignInOutcome> WithPasswordAsync(
        string? identifier, string? password, RequestSource source, string? trustedDevice, CancellationToken cancellationToken)
    {
        var phone = phones.Find(identifier);
        var candidates = phone is null ? [] : await FindCandidatesAsync(phone, cancellationToken);
        var attempt = failures.Attempt(phone ?? identifier ?? "", source, trustedDevice, candidates);
        var locked = await failures.IsLockedAsync(attempt, cancellationToken);

        var user = await FindByPasswordAsync(candidates, password ?? "", cancellationToken);

        if (user is null && !locked)
            await failures.CountAsync(attempt, cancellationToken);

        // The lock is looked at again: of many guesses at once, a right one that comes after the limit does not count.
        if (user is null || locked || await failures.IsLockedAsync(attempt, cancellationToken))
            return new SignInOutcome.Refused(AccountErrors.InvalidCredentials);

        await failures.ForgetAsync(attempt, cancellationToken);
        if (!user.IsActive)
            return new SignInOutcome.Refused(AccountErrors.InvalidCredentials);
        if (!user.PhoneNumberConfirmed)
            return new SignInOutcome.NotVerified(AccountErrors.PhoneNotVerified, phone!, user.Id);
        return await AuthenticatedAsync(user, ByPassword, cancellationToken);
    }

    /// <summary>With a code that was sent to the phone for this.</summary>
    public async Task<SignInOutcome> WithCodeAsync(string? phone, string? code, string? rememberToken, CancellationToken cancellationToken)
    {
        switch (await codes.VerifyAsync(phone, CodePurposes.SignIn, code, rememberToken, cancellationToken))
        {
            case CodeVerification.Refused refused:
                return new SignInOutcome.Refused(refused.Error);
            case CodeVerification.Verified { UserId: { } userId }
                when await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken) is { IsActive: true } user:
                return await AuthenticatedAsync(user, ByCode, cancellationToken);
            default:
                return new SignInOutcome.Refused(AccountErrors.OtpInvalid);
        }
    }

    private async Task<List<User>> FindCandidatesAsync(string phone, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking()
            .Where(user => user.PhoneNumber == phone)
            .OrderByDescending(user => user.PhoneNumberConfirmed).ThenByDescending(user => user.CreatedAt)
            .Take(MostClaims)
            .ToListAsync(cancellationToken);

    private async Task<User?> FindByPasswordAsync(List<User> candidates, string password, CancellationToken cancellationToken)
    {
        foreach (var user in candidates)
        {
            if (await passwords.CheckAsync(user, password, cancellationToken))
                return user;
        }

        if (candidates.Count == 0)
            await passwords.CheckAsync(null, password, cancellationToken);
        return null;
    }

    private async Task<SignInOutcome> AuthenticatedAsync(User user, IReadOnlyList<string> amr, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.Users.Where(row => row.Id == user.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSignInAt, now), cancellationToken);
        return new SignInOutcome.Authenticated(user, amr);
    }
}
