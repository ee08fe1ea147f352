using IdentityProvider.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Claiming;

/// <summary>
/// Removes accounts that somebody registered and then left: nothing about them was ever proven, and nobody has signed in.
/// They would only hold what others may want to claim. Those that were made for somebody, or have a higher role, stay.
/// </summary>
internal sealed class UnprovenAccounts(
    IDbContextFactory<ProviderDbContext> contexts, ILookupNormalizer normalizer, AccountPolicy policy, TimeProvider time, ILogger<UnprovenAccounts> logger)
    : BackgroundService
{
    private const int Batch = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await RemoveAsync(stoppingToken) is > 0 and var count)
                    logger.UnprovenAccountsRemoved(count);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.UnprovenAccountsNotRemoved(exception);
            }
        }
    }

    /// <summary>One round; returns how many accounts went.</summary>
    internal async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - policy.KeepUnproven;
        var lowest = normalizer.NormalizeName(policy.RoleNames[0]);
        int all = 0, removed;
        do
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var higher = db.UserRoles.Where(row => db.Roles.Any(role => role.Id == row.RoleId && role.NormalizedName != lowest)).Select(row => row.UserId);
            removed = await db.Users
                .Where(user => user.CreatedAt < before && user.PasswordHash != null && user.LastSignInAt == null)
                .Where(user => user.PhoneVerifiedAt == null && !user.PhoneNumberConfirmed && !user.EmailConfirmed && !higher.Contains(user.Id))
                .OrderBy(user => user.CreatedAt)
                .Take(Batch)
                .ExecuteDeleteAsync(cancellationToken);
            all += removed;
        }
        while (removed == Batch);
        return all;
    }
}
