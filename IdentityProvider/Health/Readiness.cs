using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IdentityProvider.Health;

/// <summary>The report of all checks. One serves everybody who asks within a second, so that a flood of probes costs nothing.</summary>
internal sealed class Readiness(HealthCheckService checks, TimeProvider time)
{
    internal static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task<HealthReport>? _report;
    private long _begun;

    public Task<HealthReport> ReportAsync()
    {
        lock (_gate)
        {
            if (_report is not null && (!_report.IsCompleted || time.GetElapsedTime(_begun) < Kept))
                return _report;
            _begun = time.GetTimestamp();
            // Not ended by whoever asked first and went away: others wait for it, too.
            return _report = Task.Run(() => checks.CheckHealthAsync(CancellationToken.None));
        }
    }
}
