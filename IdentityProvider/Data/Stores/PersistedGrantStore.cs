using IdentityProvider.Protocol.Grants;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data.Stores;

/// <summary>Grants in the database. The statements are written out where their being one statement is the point; both databases take them as they are.</summary>
internal sealed class PersistedGrantStore(IDbContextFactory<ProviderDbContext> contexts, TimeProvider time) : IPersistedGrantStore
{
    public async Task StoreAsync(PersistedGrant grant, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await UpsertAsync(db, grant, cancellationToken);
    }

    public async Task<PersistedGrant?> FindAsync(string type, string key, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Living(db).SingleOrDefaultAsync(grant => grant.Type == type && grant.Key == key, cancellationToken);
    }

    public async Task<PersistedGrant?> TakeAsync(
        string type, string key, string clientId, Func<PersistedGrant, PersistedGrant?> successor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // A second caller waits here for the first one's transaction, and then finds the row consumed.
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var taken = await db.Grants.FromSql($"""
            UPDATE "Grants" SET "ConsumedAt" = {now}
            WHERE "Type" = {type} AND "Key" = {key} AND "ClientId" = {clientId} AND "ConsumedAt" IS NULL AND "ExpiresAt" > {now}
            RETURNING *
            """).AsNoTracking().ToListAsync(cancellationToken);
        if (taken is not [var grant])
            return null;

        if (successor(grant) is { } next)
            await UpsertAsync(db, next, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return grant;
    }

    public async Task<bool> AnyAsync(string type, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Living(db).AnyAsync(grant => grant.Type == type && keys.Contains(grant.Key), cancellationToken);
    }

    public async Task<IReadOnlyList<PersistedGrant>> ListAsync(PersistedGrantFilter filter, CancellationToken cancellationToken)
    {
        if (IsEmpty(filter))
            return [];

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Matching(Living(db), filter)
            .OrderByDescending(grant => grant.CreatedAt).ThenBy(grant => grant.Key)
            .ToListAsync(cancellationToken);
    }

    public async Task RemoveAsync(PersistedGrantFilter filter, CancellationToken cancellationToken)
    {
        if (IsEmpty(filter))
            return;

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await Matching(db.Grants, filter).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task RemoveAsync(string type, string key, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Grants.Where(grant => grant.Type == type && grant.Key == key).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task<int> RemoveExpiredAsync(int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return await db.Database.ExecuteSqlAsync($"""
            DELETE FROM "Grants" WHERE ("Type", "Key") IN (SELECT "Type", "Key" FROM "Grants" WHERE "ExpiresAt" <= {now} LIMIT {most})
            """, cancellationToken);
    }

    private IQueryable<PersistedGrant> Living(ProviderDbContext db)
    {
        var now = time.GetUtcNow();
        return db.Grants.AsNoTracking().Where(grant => grant.ExpiresAt > now);
    }

    private static bool IsEmpty(PersistedGrantFilter filter) => filter == new PersistedGrantFilter();

    private static IQueryable<PersistedGrant> Matching(IQueryable<PersistedGrant> grants, PersistedGrantFilter filter)
    {
        if (filter.Type is { } type)
            grants = grants.Where(grant => grant.Type == type);
        if (filter.Subject is { } subject)
            grants = grants.Where(grant => grant.Subject == subject);
        if (filter.SessionId is { } sessionId)
            grants = grants.Where(grant => grant.SessionId == sessionId);
        if (filter.ClientId is { } clientId)
            grants = grants.Where(grant => grant.ClientId == clientId);
        if (filter.GrantId is { } grantId)
            grants = grants.Where(grant => grant.GrantId == grantId);
        return grants;
    }

    private static Task<int> UpsertAsync(ProviderDbContext db, PersistedGrant grant, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"""
            INSERT INTO "Grants" ("Type", "Key", "ClientId", "Subject", "SessionId", "GrantId", "CreatedAt", "ExpiresAt", "ConsumedAt", "Data")
            VALUES ({grant.Type}, {grant.Key}, {grant.ClientId}, {grant.Subject}, {grant.SessionId}, {grant.GrantId},
                    {grant.CreatedAt.ToUnixTimeMilliseconds()}, {grant.ExpiresAt.ToUnixTimeMilliseconds()},
                    {grant.ConsumedAt?.ToUnixTimeMilliseconds()}, {grant.Data})
            ON CONFLICT ("Type", "Key") DO UPDATE SET
                "ClientId" = excluded."ClientId", "Subject" = excluded."Subject", "SessionId" = excluded."SessionId",
                "GrantId" = excluded."GrantId", "CreatedAt" = excluded."CreatedAt", "ExpiresAt" = excluded."ExpiresAt",
                "ConsumedAt" = excluded."ConsumedAt", "Data" = excluded."Data"
            """, cancellationToken);
}
