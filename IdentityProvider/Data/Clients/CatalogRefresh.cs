using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data.Clients;

/// <summary>Brings the catalogue up to what the database has.</summary>
internal sealed class CatalogRefresh(IDbContextFactory<ProviderDbContext> contexts, ClientCatalog catalog) : IDisposable
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

    public void Dispose() => _turn.Dispose();
}
