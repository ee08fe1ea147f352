using IdentityProvider.Delivery;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Health;

/// <summary>Whether messages leave: how long the oldest has waited that somebody could send.</summary>
internal sealed class OutboxCheck(MessageQueue queue, MessageSenders senders, IOptions<HealthOptions> options, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // In Development messages without a sender wait for a developer to read them.
        foreach (var channel in MessageChannels.All.Where(senders.Has))
            if (await queue.OldestAsync(channel, cancellationToken) is { } oldest && clock.GetUtcNow() - oldest is var age && age > options.Value.OutboxAge)
                return new HealthCheckResult(options.Value.OutboxFailure, data: new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["channel"] = channel,
                    ["oldestSeconds"] = (long)age.TotalSeconds,
                });
        return HealthCheckResult.Healthy();
    }
}
