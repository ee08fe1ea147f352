using IdentityProvider.Data;
using IdentityProvider.Data.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Health;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseCheck(IDbContextFactory<ProviderDbContext> contexts, IOptions<DatabaseOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // A connection that is open already goes on answering from a file that is no longer there.
        if (options.Value.IsSqlite && DatabaseProvider.SqliteFile(options.Value) is { } file && !File.Exists(file))
            return HealthCheckResult.Unhealthy();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1", cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
