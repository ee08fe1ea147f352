using IdentityProvider.Accounts.Codes;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using Microsoft.AspNetCore.Identity;

namespace IdentityProvider.Accounts;

/// <summary>Mails the link that confirms an address. The caller has begun the transaction.</summary>
public sealed class EmailLinks(
    ProviderDbContext db, UserManager<User> users, CodeLimits limits, AccountMessages messages, AccountPolicy policy, TimeProvider clock)
{
    private const string Purpose = "verify_email";

    /// <summary>Takes one of the day's confirmations to the address. Null: taken.</summary>
    public Task<AccountError?> TakePermitAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        TakePermitAsync(normalizedEmail, Purpose, cancellationToken);

    /// <summary>Waits for whoever else is proving the address. It comes before every other lock.</summary>
    public Task TakeTurnAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        limits.TakeTurnAsync(PlaceOf(normalizedEmail), Purpose, cancellationToken);

    /// <summary>Takes one of the day's messages of some purpose to the address. Null: taken.</summary>
    public async Task<AccountError?> TakePermitAsync(string normalizedEmail, string purpose, CancellationToken cancellationToken)
    {
        var permit = await limits.TakeSendAsync(
            PlaceOf(normalizedEmail), purpose, new SendLimit(policy.Email.MaxLinksPerDay, TimeSpan.Zero), cancellationToken);
        return permit.Refusal is null ? null : AccountErrors.EmailDailyLimit(permit.NextAt - clock.GetUtcNow());
    }

    /// <summary>Mails the account's address, if it has one that is not confirmed and the day's messages are not used up.</summary>
    public async Task SendAsync(User user, CancellationToken cancellationToken)
    {
        if (user is { Email: not null, NormalizedEmail: not null, EmailConfirmed: false }
            && await TakePermitAsync(user.NormalizedEmail, cancellationToken) is null)
            await EnqueueAsync(user, cancellationToken);
    }

    /// <summary>Mails the account's address; the permit has been taken.</summary>
    public async Task EnqueueAsync(User user, CancellationToken cancellationToken)
    {
        var token = await users.GenerateEmailConfirmationTokenAsync(user);
        messages.EnqueueEmailLink(db, user, token, policy.Email.LinkLifetime);
        await db.SaveChangesAsync(cancellationToken);
    }

    // The limits are kept by place, which has room for a number; half a hash tells addresses apart as well.
    private static string PlaceOf(string normalizedEmail) => "mail:" + RandomHandle.Hash(normalizedEmail)[..22];
}
