using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore.Storage;

namespace IdentityProvider.Accounts;

/// <summary>
/// A transaction of one operation. An operation that is part of a larger one joins the transaction that is under way, and
/// leaves the commit to whoever began it. Disposed without a commit it is rolled back.
/// </summary>
internal sealed class UnitOfWork : IAsyncDisposable
{
    private const int MostTries = 4;
    private readonly ProviderDbContext _db;
    private readonly IDbContextTransaction? _own;

    private UnitOfWork(ProviderDbContext db, IDbContextTransaction? own) => (_db, _own) = (db, own);

    public static async Task<UnitOfWork> BeginAsync(ProviderDbContext db, CancellationToken cancellationToken) =>
        new(db, db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null);

    /// <summary>
    /// Does the work in a transaction, and again where the database ended it for another that it waited for. The work may
    /// take nothing along from one try to the next but what it was given.
    /// </summary>
    public static async Task<T> RunAsync<T>(ProviderDbContext db, Func<UnitOfWork, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            await using var unit = await BeginAsync(db, cancellationToken);
            try
            {
                return await work(unit);
            }
            catch (Exception exception) when (unit._own is not null && tries < MostTries && exception.IsDeadlock())
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (_own is null)
            return;

        // Once it is begun it is waited for: else nobody knew whether it was done, and what waits for it would not run.
        cancellationToken.ThrowIfCancellationRequested();
        await _own.CommitAsync(CancellationToken.None);
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
