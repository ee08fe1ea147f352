using IdentityProvider.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Registering;

/// <summary>Sees to it, at start, that the roles of the policy are in the database.</summary>
public sealed class RoleSetup(IDbContextFactory<ProviderDbContext> contexts, ILookupNormalizer normalizer, AccountPolicy policy) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var role in policy.RoleNames)
        {
            // Of two nodes that start at once, one writes it.
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "Roles" ("Id", "Name", "NormalizedName", "ConcurrencyStamp")
                VALUES ({NewId.Create()}, {role}, {normalizer.NormalizeName(role)}, {role})
                ON CONFLICT DO NOTHING
                """,
                cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
