using Microsoft.Extensions.Options;

namespace IdentityProvider.Administration.Audit;

/// <summary>The audit log: the section <c>Audit</c> of the configuration.</summary>
public sealed class AuditOptions
{
    /// <summary>How long events are kept; 1 day to 100 years. Default: for ever.</summary>
    public TimeSpan? Retention { get; set; }
}

internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36525);

    public ValidateOptionsResult Validate(string? name, AuditOptions options) =>
        options.Retention is { } retention && (retention < TimeSpan.FromDays(1) || retention > Longest)
            ? ValidateOptionsResult.Fail($"Audit:Retention is {retention}; it must be from {TimeSpan.FromDays(1)} to {Longest}, or be left out.")
            : ValidateOptionsResult.Success;
}

/// <summary>Seals audit events within about a second, and removes those that are old enough, where that is wanted.</summary>
internal sealed class AuditKeeping(AuditSealer sealer, AuditRetention retention, TimeProvider time, ILogger<AuditKeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CutInterval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var (isAway, cutAt) = (false, DateTimeOffset.UnixEpoch);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await sealer.SealAsync(stoppingToken);
                if (cutAt + CutInterval <= time.GetUtcNow())
                {
                    await retention.CutAsync(stoppingToken);
                    cutAt = time.GetUtcNow();
                }

                isAway = false;
            }
            catch (Exception reason) when (!stoppingToken.IsCancellationRequested)
            {
                // Once for each time that it fails, not every second.
                if (!isAway)
                    logger.AuditNotSealed(reason);
                isAway = true;
            }
        }
    }
}

/// <summary>The audit log: what seals it, and what shows it.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>();
        services.AddOptions<AuditOptions>().BindAtStart("Audit");
        services.AddSingleton<AuditSealer>().AddSingleton<AuditRetention>().AddSingleton<AuditVerification>().AddScoped<AuditLog>();
        services.AddHostedService<AuditKeeping>();
        return services;
    }
}
