using IdentityProvider.Tests.Api;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IdentityProvider.Tests.Hosting;

/// <summary>Starts the product's own <c>Program</c> in this process, on real Kestrel.</summary>
internal sealed class ProviderFactory(ProviderSettings settings) : WebApplicationFactory<Program>
{
    public TestClock Clock { get; } = new();

    public CapturedLogs Logs { get; } = new();

    /// <summary>Holds every answer of the API against its OpenAPI document.</summary>
    public ApiRecorder Recorder { get; } = new();

    /// <summary>Starts it; returns the origin it listens at.</summary>
    public Uri Start()
    {
        UseKestrel(port: 0);
        StartServer();
        // By this name rather than 127.0.0.1: browsers treat it as a secure context, and every port of it as one site.
        return new UriBuilder(ClientOptions.BaseAddress) { Host = "localhost" }.Uri;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(settings.Environment);
        foreach (var (key, value) in settings.Values)
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging =>
        {
            logging.ClearProviders().AddProvider(Logs);
            if (!settings.HasOwnLogLevels)
                logging.AddFilter<CapturedLogs>(category: null, LogLevel.Warning);
        });
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            if (settings.IsRecorded)
                services.AddSingleton<IStartupFilter>(Recorder);
            settings.Services(services);
        });
    }
}
