using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Health;

/// <summary>When <c>/health/ready</c> complains: the section <c>Health</c> of the configuration.</summary>
public sealed class HealthOptions
{
    public const string Section = "Health";

    /// <summary>How long the oldest message may wait in the outbox. Default 10 minutes; more than zero.</summary>
    public TimeSpan OutboxAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// What an older message means. <see cref="HealthStatus.Degraded"/> (the default): it is told, and the node stays in service; all
    /// nodes share the outbox, and a vendor that is down must not keep people from signing in by password. <see cref="HealthStatus.Unhealthy"/>:
    /// the node is not ready. <see cref="HealthStatus.Healthy"/>: nothing; it is told beside the status.
    /// </summary>
    public HealthStatus OutboxFailure { get; set; } = HealthStatus.Degraded;
}

internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options) => options.OutboxAge > TimeSpan.Zero
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Health:OutboxAge is {options.OutboxAge}; it must be more than zero.");
}
