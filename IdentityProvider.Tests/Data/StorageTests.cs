using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Data;

/// <summary>What every test of storage starts with. Below each such class stand two: one for SQLite, one for PostgreSQL.</summary>
public abstract class StorageTests(DatabaseKind kind) : IAsyncLifetime
{
    private TestStorage? _storage;

    protected DatabaseKind Kind => kind;

    protected TestStorage Storage => _storage ?? throw new InvalidOperationException("The database has not been made.");

    public async Task InitializeAsync() => _storage = await TestStorage.CreateAsync(kind);

    public async Task DisposeAsync()
    {
        if (_storage is not null)
            await _storage.DisposeAsync();
    }
}
