using System.Text.Json;
using IdentityProvider.Protocol.Keys;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Health;

/// <summary>
/// <c>/health/live</c>: the process answers; if not, restart it. <c>/health/ready</c>: it can serve people; if not, send them to another node.
/// Neither tells more than the names of the checks, their states and counts.
/// </summary>
public static class HealthEndpoints
{
    public const string LivePath = "/health/live";
    public const string ReadyPath = "/health/ready";

    /// <summary>What a check has before it counts as failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddOptions<HealthOptions>().BindAtStart(HealthOptions.Section);
        services.AddSingleton<IValidateOptions<HealthOptions>, HealthOptionsValidator>();
        services.AddSingleton<Readiness>();
        services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", timeout: Patience)
            .AddCheck<MigrationsCheck>("migrations", timeout: Patience)
            .AddCheck<KeysCheck>("keys", timeout: Patience)
            .AddCheck<OutboxCheck>("outbox", timeout: Patience);
        return services;
    }

    public static WebApplication MapHealth(this WebApplication app)
    {
        app.MapMethods(LivePath, Methods, (HttpContext http) => Answer(http, HealthStatus.Healthy, checks: null)).ExcludeFromDescription();
        app.MapMethods(ReadyPath, Methods, async (HttpContext http, Readiness readiness) =>
        {
            var report = await readiness.ReportAsync();
            // Not their descriptions: of a check that failed by an exception it is the exception's message, which may name hosts and users.
            return Answer(http, report.Status, report.Entries.ToDictionary(
                check => check.Key, check => new CheckAnswer(NameOf(check.Value.Status), check.Value.Data.Count == 0 ? null : check.Value.Data), StringComparer.Ordinal));
        }).ExcludeFromDescription();
        return app;
    }

    private static IResult Answer(HttpContext http, HealthStatus status, IReadOnlyDictionary<string, CheckAnswer>? checks)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new HealthAnswer(NameOf(status), checks),
            Format,
            statusCode: status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private sealed record HealthAnswer(string Status, IReadOnlyDictionary<string, CheckAnswer>? Checks);

    private sealed record CheckAnswer(string Status, IReadOnlyDictionary<string, object>? Data);
}
