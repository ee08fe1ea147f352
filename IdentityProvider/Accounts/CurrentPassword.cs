using IdentityProvider.Accounts.Failures;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Accounts;

/// <summary>The signed-in owner shows with the current password that it is them.</summary>
public sealed class CurrentPassword(PasswordHashes hashes, LoginFailures failures)
{
    /// <summary>Null: it is the password. A wrong one counts against lockout, as at the sign-in.</summary>
    public async Task<AccountError?> CheckAsync(User user, string? password, RequestSource source, CancellationToken cancellationToken)
    {
        var attempt = failures.Attempt(user.PhoneNumber ?? user.NormalizedEmail ?? user.Id.ToString(), source, trustedDevice: null, [user]);
        if (await failures.TakeAsync(attempt, cancellationToken) is { } wait)
            return AccountErrors.TooManyAttempts(wait);
        if (!await hashes.CheckAsync(user, password ?? "", cancellationToken))
        {
            await failures.CountEverywhereAsync(attempt, cancellationToken);
            return AccountErrors.WrongPassword;
        }

        await failures.ForgetAsync(attempt, cancellationToken);
        return null;
    }
}
