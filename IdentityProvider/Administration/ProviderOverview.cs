using IdentityProvider.Accounts;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Data;
using IdentityProvider.Data.Clients;
using IdentityProvider.Delivery;
using IdentityProvider.Protocol.Keys;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration;

/// <summary>What stands on the first page of the console.</summary>
/// <param name="Users">Accounts.</param>
/// <param name="ActiveUsers">Those that can sign in.</param>
/// <param name="Clients">Registered, in files and in the database.</param>
/// <param name="LiveSessions">Where somebody is signed in.</param>
/// <param name="SignIns">Of the last 24 hours.</param>
/// <param name="Failures">Sign-ins of the last 24 hours that came to nothing, by reason, the most frequent first.</param>
/// <param name="Keys">Those that sign for others, by algorithm.</param>
/// <param name="Outbox">What waits to be sent.</param>
/// <param name="Database">Where all of it is kept.</param>
public sealed record OverviewNumbers(
    int Users, int ActiveUsers, int Clients, int LiveSessions, int SignIns, IReadOnlyDictionary<string, int> Failures,
    IReadOnlyList<KeyDescription> Keys, OutboxNumbers Outbox, DatabaseNumbers Database);

/// <param name="Waiting">Messages that nobody has taken yet.</param>
/// <param name="OldestSince">When the oldest of them was written; null: none waits.</param>
/// <param name="GivenUp">Of the last 24 hours, nobody took.</param>
public sealed record OutboxNumbers(int Waiting, DateTimeOffset? OldestSince, int GivenUp);

/// <param name="Provider"><c>SQLite</c> or <c>PostgreSQL</c>.</param>
/// <param name="PendingMigrations">Steps of the schema that this program knows and the database lacks.</param>
/// <param name="Bytes">How much room it takes.</param>
public sealed record DatabaseNumbers(string Provider, int PendingMigrations, long Bytes);

/// <summary>How the provider is doing, in numbers. Each is a look at an index, so that a hundred thousand accounts don't make it slow.</summary>
public sealed class ProviderOverview(
    ProviderDbContext db, IDbContextFactory<ProviderDbContext> contexts, AccountRoles roles, AccountPolicy policy, SignInHistory signIns, ProviderFacts facts,
    TimeProvider clock)
{
    private static readonly TimeSpan Recent = TimeSpan.FromHours(24);

    public async Task<Reading<OverviewNumbers>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Read))
            return new Reading<OverviewNumbers>.Refused(AccountErrors.Forbidden);
        // The sessions take as long as all the rest, and so are counted beside it.
        var now = clock.GetUtcNow();
        await using var beside = await contexts.CreateDbContextAsync(cancellationToken);
        var sessions = Sessions.CountLiveAsync(beside, now, cancellationToken);
        var numbers = ReadAsync(now - Recent, sessions, cancellationToken);
        await Task.WhenAll(sessions, numbers);
        return new Reading<OverviewNumbers>.Found(await numbers);
    }

    private async Task<OverviewNumbers> ReadAsync(DateTimeOffset since, Task<int> liveSessions, CancellationToken cancellationToken)
    {
        var users = await db.Users.CountAsync(cancellationToken);
        var inactive = await db.Users.CountAsync(user => !user.IsActive, cancellationToken);
        var outcomes = await signIns.CountAsync(since, cancellationToken);
        return new OverviewNumbers(
            users,
            users - inactive,
            facts.Clients,
            await liveSessions,
            outcomes.GetValueOrDefault(SignInResults.SignedIn),
            outcomes.Where(outcome => outcome.Key != SignInResults.SignedIn).ToDictionary(outcome => outcome.Key, outcome => outcome.Value),
            facts.Keys,
            await ReadOutboxAsync(since, cancellationToken),
            await ReadDatabaseAsync(cancellationToken));
    }

    private async Task<OutboxNumbers> ReadOutboxAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        // By the index of channel and next try: only what waits has one.
        var waiting = db.Messages.Where(message => MessageChannels.All.Contains(message.Channel) && message.NextAttemptAt != null && message.State == MessageStates.Waiting);
        return new OutboxNumbers(
            await waiting.CountAsync(cancellationToken),
            await waiting.MinAsync(message => (DateTimeOffset?)message.CreatedAt, cancellationToken),
            await db.Messages.CountAsync(message => message.CreatedAt >= since && message.State == MessageStates.GivenUp, cancellationToken));
    }

    private async Task<DatabaseNumbers> ReadDatabaseAsync(CancellationToken cancellationToken)
    {
        var isPostgreSql = db.Database.IsNpgsql();
        var bytes = isPostgreSql
            ? db.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"")
            : db.Database.SqlQuery<long>($"SELECT page_count * page_size AS \"Value\" FROM pragma_page_count(), pragma_page_size()");
        return new DatabaseNumbers(
            isPostgreSql ? "PostgreSQL" : "SQLite",
            (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Count(),
            await bytes.SingleAsync(cancellationToken));
    }
}

/// <summary>What is known without asking the database.</summary>
public sealed class ProviderFacts
{
    private readonly ClientCatalog _clients;
    private readonly KeyRing _ring;

    internal ProviderFacts(ClientCatalog clients, KeyRing ring) => (_clients, _ring) = (clients, ring);

    public int Clients => _clients.Current.Clients.Count;

    public IReadOnlyList<KeyDescription> Keys => _ring.Describe();
}
