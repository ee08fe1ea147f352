using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data.Clients;

/// <summary>Brings the catalogue up to what the database has.</summary>
public sealed class CatalogRefresh(IDbContextFactory<ProviderDbContext> contexts, ClientCatalog catalog, ILogger<CatalogRefresh> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Afterwards the catalogue has everything that was committed before the call.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await RegistryRows.ReadVersionAsync(db, cancellationToken) != catalog.Version)
                catalog.Replace(await RegistryRows.ReadAsync(db, cancellationToken));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>As well as it can be done now; else <see cref="CatalogWatch"/> does it.</summary>
    public async Task TryRefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken);
        }
        catch (Exception reason) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CatalogNotRefreshed(reason);
        }
    }

    public void Dispose() => _turn.Dispose();
}
