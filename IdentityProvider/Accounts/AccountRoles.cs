using IdentityProvider.Data;
using IdentityProvider.Protocol.Clients;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Somebody who does something to accounts.</summary>
/// <param name="UserId">Null: a client that acts for itself, or whoever runs the server.</param>
/// <param name="SessionId">The session they do it in; null: there is none to be ended.</param>
/// <param name="Rank">The place of their highest role among <see cref="AccountPolicy.RoleNames"/>; -1: they have none.</param>
public sealed record Actor(Guid? UserId, string? SessionId, int Rank)
{
    /// <summary>Whoever runs the server, at its command line.</summary>
    public static Actor Operator { get; } = new(null, null, int.MaxValue);

    /// <summary>The client that acts for itself; null: a person does, or whoever runs the server.</summary>
    public string? ClientId { get; init; }

    /// <summary>Somebody who does something to their own account, for which no role is needed.</summary>
    public static Actor Owner(Guid userId, string? sessionId) => new(userId, sessionId, -1);
}

/// <summary>
/// Who has which role. The database says so, never a token. A request that only reads goes by what was found there within
/// the last moment and has not changed since; a change is decided by what the database says in its transaction.
/// </summary>
public sealed class AccountRoles(
    ProviderDbContext db, TokenChanges changes, ILookupNormalizer normalizer, IClientStore clients, AccountPolicy policy)
{
    public string Lowest => policy.RoleNames[0];

    /// <summary>The roles of an account, the lowest first.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(Guid userId, CancellationToken cancellationToken) =>
        (await NamesAsync([userId], cancellationToken))[userId].ToList();

    /// <summary>The roles of several accounts, the lowest first.</summary>
    public async Task<ILookup<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken)
    {
        var rows = await db.UserRoles
            .Where(row => userIds.Contains(row.UserId))
            .Join(db.Roles, row => row.RoleId, role => role.Id, (row, role) => new { row.UserId, Name = role.Name! })
            .ToListAsync(cancellationToken);
        return rows.OrderBy(row => RankOf(row.Name)).ToLookup(row => row.UserId, row => row.Name);
    }

    /// <summary>The place of a role; -1: there is none such.</summary>
    public int RankOf(string role) => policy.RoleNames.ToList().IndexOf(role);

    /// <summary>The rank of an account; -1: it has no role.</summary>
    public async Task<int> RankOfAsync(Guid userId, CancellationToken cancellationToken) =>
        RankOf(await NamesAsync(userId, cancellationToken));

    /// <summary>The roles of an account that is active, in a session, if one is named, that was not ended; null: there is none such.</summary>
    public static async Task<IReadOnlyList<string>?> OfActiveAsync(
        ProviderDbContext db, Guid userId, string? sessionId, CancellationToken cancellationToken)
    {
        var found = await db.Users
            .Where(user => user.Id == userId && user.IsActive
                && (sessionId == null || !db.Sessions.Any(session => session.Id == sessionId && session.EndedAt != null)))
            .Select(user => new
            {
                Roles = db.UserRoles
                    .Where(row => row.UserId == user.Id)
                    .Join(db.Roles, row => row.RoleId, role => role.Id, (row, role) => role.Name!)
                    .ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return found?.Roles;
    }

    /// <summary>Gives an account these roles and no others. The caller has begun the transaction, and holds the account's row.</summary>
    public async Task SetAsync(Guid userId, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var normalized = names.Select(normalizer.NormalizeName).ToList();
        var ids = await db.Roles.Where(role => normalized.Contains(role.NormalizedName!)).Select(role => role.Id).ToListAsync(cancellationToken);
        await db.UserRoles.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        db.UserRoles.AddRange(ids.Select(id => new IdentityUserRole<Guid> { UserId = userId, RoleId = id }));
        await db.SaveChangesAsync(cancellationToken);
        await changes.AnnounceAsync(userId.ToString(), cancellationToken);
    }

    /// <summary>Somebody with these roles.</summary>
    public Actor ActorOf(Guid userId, string? sessionId, IEnumerable<string> names) => new(userId, sessionId, RankOf(names));

    /// <summary>A client that acts for itself: with the rank that the policy gives all of them.</summary>
    public Actor ActorOf(string clientId) => new(null, null, RankOf(policy.Permissions.Machines)) { ClientId = clientId };

    /// <summary>
    /// The same somebody with the rank that the database gives them now: none, where their account is no longer active or their session was
    /// ended; a client has none that is no longer there or disabled. For a change to be judged by, in its transaction.
    /// </summary>
    public async Task<Actor> NowAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.UserId is { } userId)
            return actor with { Rank = RankOf(await OfActiveAsync(db, userId, actor.SessionId, cancellationToken) ?? []) };
        return actor.ClientId is { } clientId && await clients.FindAsync(clientId, cancellationToken) is not { Enabled: true } ? actor with { Rank = -1 } : actor;
    }

    /// <summary>Whether somebody may do what the policy permits from this role on; empty: nobody may.</summary>
    public bool Permits(Actor actor, string leastRole) => actor == Actor.Operator || (leastRole.Length > 0 && actor.Rank >= RankOf(leastRole));

    /// <summary>Whether somebody may make an account of this role: nobody grants a role above their own.</summary>
    public bool MayCreate(Actor actor, string role) => Permits(actor, policy.Permissions.Create) && RankOf(role) is >= 0 and var rank && rank <= actor.Rank;

    private int RankOf(IEnumerable<string> names) => names.Select(RankOf).DefaultIfEmpty(-1).Max();
}
