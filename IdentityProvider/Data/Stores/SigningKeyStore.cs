using IdentityProvider.Protocol.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data.Stores;

/// <summary>The provider's keys in the database; what is secret in them was encrypted before it came here.</summary>
internal sealed class SigningKeyStore(IDbContextFactory<ProviderDbContext> contexts) : ISigningKeyStore
{
    public async Task<IReadOnlyList<StoredKey>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SigningKeys.AsNoTracking().ToListAsync(cancellationToken);
    }

    public async Task<bool> TryAddAsync(StoredKey key, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.SigningKeys.Add(key);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            return false;
        }
    }

    public async Task<bool> TryMoveAsync(string keyId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SigningKeys
            .Where(key => key.KeyId == keyId && key.ActiveFrom == from)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.ActiveFrom, to), cancellationToken) == 1;
    }

    public async Task RemoveAsync(string keyId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.SigningKeys.Where(key => key.KeyId == keyId).ExecuteDeleteAsync(cancellationToken);
    }
}
