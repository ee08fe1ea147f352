using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore.Storage;

namespace IdentityProvider.Accounts;

/// <summary>
/// A transaction of one operation. An operation that is part of a larger one joins the transaction that is under way, and
/// leaves the commit to whoever began it. Disposed without a commit it is rolled back.
/// </summary>
internal sealed class UnitOfWork : IAsyncDisposable
{
    private readonly IDbContextTransaction? _own;

    private UnitOfWork(IDbContextTransaction? own) => _own = own;

    public static async Task<UnitOfWork> BeginAsync(ProviderDbContext db, CancellationToken cancellationToken) =>
        new(db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null);

    public Task CommitAsync(CancellationToken cancellationToken) => _own?.CommitAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
