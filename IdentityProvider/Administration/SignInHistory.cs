using IdentityProvider.Accounts;
using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration;

/// <summary>A sign-in, or tries within a minute that failed alike.</summary>
/// <param name="At">When; of several, the first.</param>
/// <param name="Outcome"><c>signed_in</c>, or why not.</param>
/// <param name="Method">How they proved it, or tried to (RFC 8176), separated by spaces.</param>
/// <param name="ClientId">The client whose own form it was; null: the hosted pages'.</param>
/// <param name="Address">From which network address.</param>
/// <param name="UserAgent">With which program.</param>
/// <param name="Times">How many there were.</param>
public sealed record SignInEntry(DateTimeOffset At, string Outcome, string Method, string? ClientId, string? Address, string? UserAgent, int Times);

/// <summary>Who signed in and who failed to, for those who may read other people's accounts.</summary>
public sealed class SignInHistory(ProviderDbContext db, AccountRoles roles, AccountPolicy policy)
{
    /// <summary>The newest first.</summary>
    public async Task<Reading<Page<SignInEntry>>> ListAsync(Actor actor, Guid userId, PageRequest page, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Read))
            return new Reading<Page<SignInEntry>>.Refused(AccountErrors.Forbidden);
        var errors = new FieldErrors();
        page.Check(errors);
        if (errors.ToError() is { } wrong)
            return new Reading<Page<SignInEntry>>.Refused(wrong);
        if (!await db.Users.AnyAsync(user => user.Id == userId, cancellationToken))
            return new Reading<Page<SignInEntry>>.Refused(AccountErrors.UserNotFound);
        return new Reading<Page<SignInEntry>>.Found(await db.SignInAttempts
            .Where(attempt => attempt.UserId == userId)
            .OrderByDescending(attempt => attempt.At).ThenByDescending(attempt => attempt.Id)
            .Select(attempt => new SignInEntry(
                attempt.At, attempt.Outcome, attempt.Method, attempt.ClientId, attempt.Address, attempt.UserAgent, attempt.Times))
            .PageAsync(page, cancellationToken));
    }

    /// <summary>How many sign-ins since then came to what, the most frequent first. It is for whoever asks to see to it that they may know.</summary>
    internal async Task<IReadOnlyDictionary<string, int>> CountAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var counts = await db.SignInAttempts
            .Where(attempt => attempt.At >= since)
            .GroupBy(attempt => attempt.Outcome)
            .Select(group => new { Outcome = group.Key, Times = group.Sum(attempt => attempt.Times) })
            .ToListAsync(cancellationToken);
        return counts.OrderByDescending(count => count.Times).ToDictionary(count => count.Outcome, count => count.Times);
    }
}
