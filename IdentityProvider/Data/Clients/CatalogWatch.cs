namespace IdentityProvider.Data.Clients;

/// <summary>
/// Sees to it that this node knows what another process has registered: at once where PostgreSQL notifies it, within a second elsewhere. While the
/// database is away, what is known goes on being served.
/// </summary>
internal sealed class CatalogWatch(CatalogRefresh refresh, ILogger<CatalogWatch> logger) : BackgroundService
{
    /// <summary>What PostgreSQL announces a change on.</summary>
    internal const string Channel = "identityprovider_registry";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _wake = new(0);

    /// <summary>Something was announced: look now.</summary>
    public void Wake() => _wake.Release();

    /// <summary>Looks once before anything is served.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await refresh.RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isAway = false;
        while (true)
        {
            await _wake.WaitAsync(Interval, stoppingToken);
            try
            {
                await refresh.RefreshAsync(stoppingToken);
                isAway = false;
            }
            catch (Exception reason) when (!stoppingToken.IsCancellationRequested)
            {
                // Once for each time that it goes away, not every second.
                if (!isAway)
                    logger.CatalogNotRefreshed(reason);
                isAway = true;
            }
        }
    }

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }
}
