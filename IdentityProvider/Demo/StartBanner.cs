using IdentityProvider.Data.Clients;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Demo;

/// <summary>In Development, says where to click once the server listens.</summary>
internal sealed class StartBanner(
    IServer server, IHostEnvironment environment, IOptions<Branding> branding, IOptions<ClientsOptions> clients, ILogger<StartBanner> logger) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // A wildcard address can't be clicked.
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (environment.IsDevelopment() && address is not null)
            Log.Ready(logger, branding.Value.Name, address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).TrimEnd('/'));
        if (environment.IsDevelopment() && clients.Value.Demo && !File.Exists(ClientCatalog.DemoFile))
            Log.DemoClientsMissing(logger, ClientCatalog.DemoFile);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
