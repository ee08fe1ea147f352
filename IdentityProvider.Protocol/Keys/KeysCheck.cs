using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IdentityProvider.Protocol.Keys;

/// <summary>
/// Whether every stored key can be decrypted, and there is one of each kind. A node that runs has its keys in memory; this tells of
/// the day on which it could not start again.
/// </summary>
public sealed class KeysCheck(KeyRing ring) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await ring.IsCompleteAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}
