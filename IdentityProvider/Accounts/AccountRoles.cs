using IdentityProvider.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Somebody who does something to accounts, with the rank that the database gives them now.</summary>
/// <param name="UserId">Null: whoever runs the server.</param>
/// <param name="Rank">The place of their highest role among <see cref="AccountPolicy.RoleNames"/>; -1: they have none.</param>
public sealed record Actor(Guid? UserId, int Rank)
{
    /// <summary>Whoever runs the server, at its command line.</summary>
    public static Actor Operator { get; } = new(null, int.MaxValue);
}

/// <summary>
/// Who has which role. It is read from the database for each request, never from a token: a role taken away is gone at once.
/// </summary>
public sealed class AccountRoles(ProviderDbContext db, ILookupNormalizer normalizer, AccountPolicy policy)
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
        (await NamesAsync(userId, cancellationToken)).Select(RankOf).DefaultIfEmpty(-1).Max();

    /// <summary>Gives an account these roles and no others. The caller has begun the transaction, and holds the account's row.</summary>
    public async Task SetAsync(Guid userId, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var normalized = names.Select(normalizer.NormalizeName).ToList();
        var ids = await db.Roles.Where(role => normalized.Contains(role.NormalizedName!)).Select(role => role.Id).ToListAsync(cancellationToken);
        await db.UserRoles.Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        db.UserRoles.AddRange(ids.Select(id => new IdentityUserRole<Guid> { UserId = userId, RoleId = id }));
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<Actor> ActorAsync(Guid userId, CancellationToken cancellationToken) => new(userId, await RankOfAsync(userId, cancellationToken));

    /// <summary>Whether somebody may do what the policy permits from this role on; empty: nobody may.</summary>
    public bool Permits(Actor actor, string leastRole) => actor == Actor.Operator || (leastRole.Length > 0 && actor.Rank >= RankOf(leastRole));

    /// <summary>Whether somebody may make an account of this role: nobody grants a role above their own.</summary>
    public bool MayCreate(Actor actor, string role) => Permits(actor, policy.Permissions.Create) && RankOf(role) is >= 0 and var rank && rank <= actor.Rank;
}
