using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Tokens;
using Microsoft.Extensions.Options;
using Npgsql;

namespace IdentityProvider.Data.Providers;

/// <summary>Hears, on a connection of its own, what other nodes announce: through <see cref="TokenChanges"/>, and of what was registered.</summary>
internal sealed class PostgreSqlNotifications(
    IOptions<DatabaseOptions> options, LiveTokens live, CatalogWatch registry, ILogger<PostgreSqlNotifications> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.IsSqlite)
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception reason) when (reason is not OperationCanceledException)
            {
                logger.NotificationsLost(reason);
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString) { Pooling = false, KeepAlive = 30 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        connection.Notification += (_, notification) => Heed(notification);
        await using (var listen = new NpgsqlCommand($"LISTEN {TokenChanges.Channel}; LISTEN {CatalogWatch.Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        while (true)
            await connection.WaitAsync(cancellationToken);
    }

    private void Heed(NpgsqlNotificationEventArgs notification)
    {
        if (notification.Channel == CatalogWatch.Channel)
            registry.Wake();
        else
            live.Forget(notification.Payload);
    }
}
