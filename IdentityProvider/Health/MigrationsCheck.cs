using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IdentityProvider.Health;

/// <summary>Whether the database has everything that this version needs. More is no harm: while nodes are replaced one by one, the old ones meet it.</summary>
internal sealed class MigrationsCheck(IDbContextFactory<ProviderDbContext> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // EF Core's own question first opens another connection, to learn whether the database exists.
        var applied = await db.Database.SqlQuery<string>($"SELECT \"MigrationId\" AS \"Value\" FROM \"__EFMigrationsHistory\"").ToListAsync(cancellationToken);
        var pending = db.Database.GetMigrations().Except(applied, StringComparer.Ordinal).Count();
        return pending == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(data: new Dictionary<string, object>(StringComparer.Ordinal) { ["pending"] = pending });
    }
}
