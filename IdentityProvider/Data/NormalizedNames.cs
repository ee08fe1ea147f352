using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data;

/// <summary>
/// Sees to it, at start, that every name is there as it is searched by. The migration does so for those in ASCII, as not every database knows more letters;
/// and a node of the version before, which runs on meanwhile or again, writes the name by itself.
/// </summary>
internal sealed class NormalizedNames(IDbContextFactory<ProviderDbContext> contexts) : IHostedService
{
    private const int Batch = 500;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
#pragma warning disable CA1304, CA1311, CA1862 // It becomes SQL: the database compares as far as it knows the letters, and what differs is looked at here.
        var suspects = db.Users.Where(user => user.FullName!.ToUpper() != user.NormalizedFullName);
#pragma warning restore CA1304, CA1311, CA1862
        var wrong = await suspects
            .Select(user => new { user.Id, user.FullName, user.NormalizedFullName })
            .AsAsyncEnumerable()
            .Where(user => user.NormalizedFullName != User.NormalizeName(user.FullName))
            // The same for every node, so that of several that start at once none waits for another that waits for it.
            .OrderBy(user => user.Id)
            .ToListAsync(cancellationToken);
        foreach (var batch in wrong.Chunk(Batch))
        {
            // Many in one transaction, as the disk is waited for at the end of each.
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            foreach (var user in batch)
            {
                // Where it is still this name.
                await db.Users.Where(row => row.Id == user.Id && row.FullName == user.FullName).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.NormalizedFullName, User.NormalizeName(user.FullName)), cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
