using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore.Storage;

namespace IdentityProvider.Accounts;

/// <summary>
/// A transaction of one operation. An operation that is part of a larger one joins the transaction that is under way, and
/// leaves the commit to whoever began it. Disposed without a commit it is rolled back.
/// </summary>
internal sealed class UnitOfWork : IAsyncDisposable
{
    private readonly ProviderDbContext _db;
    private readonly IDbContextTransaction? _own;

    private UnitOfWork(ProviderDbContext db, IDbContextTransaction? own) => (_db, _own) = (db, own);

    public static async Task<UnitOfWork> BeginAsync(ProviderDbContext db, CancellationToken cancellationToken) =>
        new(db, db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_own is null)
            return;
        await _own.CommitAsync(cancellationToken);
        _db.TransactionEnded(committed: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is null)
            return;
        await _own.DisposeAsync();
        _db.TransactionEnded(committed: false);
    }
}
