using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Takes an account out of use, and back into it. The caller has begun the transaction, and knows that it may be done.</summary>
public sealed class AccountActivation(ProviderDbContext db, Sessions sessions)
{
    /// <summary>The account can't sign in any more, and its sessions end at once.</summary>
    public async Task DeactivateAsync(Guid userId, CancellationToken cancellationToken)
    {
        await SetAsync(userId, isActive: false, cancellationToken);
        await sessions.EndAllAsync(userId, SessionEndReasons.Deactivated, exceptSid: null, cancellationToken);
    }

    public Task ActivateAsync(Guid userId, CancellationToken cancellationToken) => SetAsync(userId, isActive: true, cancellationToken);

    private Task SetAsync(Guid userId, bool isActive, CancellationToken cancellationToken) =>
        db.Users.Where(user => user.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsActive, isActive), cancellationToken);
}
