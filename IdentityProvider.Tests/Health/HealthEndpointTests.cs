using System.Diagnostics;
using System.Net;
using IdentityProvider.Health;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IdentityProvider.Tests.Health;

/// <summary>Who may ask for the health, how, and what it costs.</summary>
public sealed class HealthEndpointTests(HealthEndpointTests.Counted fixture) : IClassFixture<HealthEndpointTests.Counted>
{
    /// <summary>A provider in Production below a path, with a check that counts how often it is run.</summary>
    public sealed class Counted : PublishedProvider, IHealthCheck
    {
        private int _runs;

        public override string Issuer => "https://login.example/tenant";

        public int Runs => Volatile.Read(ref _runs);

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _runs);
            return Task.FromResult(HealthCheckResult.Healthy());
        }

        protected override void Configure(ProviderSettings settings)
        {
            base.Configure(settings);
            settings.WithServices(services => services.AddHealthChecks().AddCheck("counted", this));
        }
    }

    [Theory]
    [InlineData(HealthEndpoints.LivePath)]
    [InlineData(HealthEndpoints.ReadyPath)]
    public async Task It_is_asked_from_inside_without_TLS_and_below_no_path(string path)
    {
        using var answer = await fixture.Provider.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        using var head = await fixture.Provider.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        using var post = await fixture.Provider.Http.PostAsync(path, content: null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task A_flood_of_probes_runs_the_checks_once_a_second()
    {
        const int Probes = 400;
        var (before, watch) = (fixture.Runs, Stopwatch.StartNew());
        var answers = await Task.WhenAll(Enumerable.Range(0, Probes).Select(_ => fixture.Provider.Http.GetAsync(HealthEndpoints.ReadyPath)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.InRange(fixture.Runs - before, 0, 1 + (int)Math.Ceiling(watch.Elapsed.TotalSeconds));
    }

    [Fact]
    public async Task An_age_that_makes_no_sense_stops_the_start() =>
        Assert.Contains("Health:OutboxAge", await ProviderProcess.RefusedAsync("Health:OutboxAge", "00:00:00"), StringComparison.Ordinal);
}
