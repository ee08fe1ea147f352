using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration;

/// <summary>Somebody wants to change another's account.</summary>
/// <param name="Actor">Who.</param>
/// <param name="LeastRole">From which role on that is permitted; empty: to nobody.</param>
/// <param name="UserId">Whose account.</param>
/// <param name="Source">From where.</param>
/// <param name="Event">What the audit trail calls it; null: the change writes its own entry.</param>
public sealed record IntendedChange(Actor Actor, string LeastRole, Guid UserId, RequestSource Source, string? Event)
{
    /// <summary>
    /// Whether it could take the highest role from the last who has it. Such changes come one after the other, so that of two
    /// people who take each other's role, the second is judged by what the first has left them.
    /// </summary>
    public bool EndangersTopRole { get; init; }

    /// <summary>Whether the account itself stays as it is, and so the time of its last change.</summary>
    public bool LeavesAccount { get; init; }

    /// <summary>The <see cref="AccountProfile.Version"/> that whoever wants this has seen; null: any. If the account was changed since, it stays as it is.</summary>
    public long? Version { get; init; }
}

/// <summary>
/// Makes a change to another's account, if it may be made: the permission is there, nobody touches an account whose role is
/// above their own, and somebody keeps the highest role. It is decided under the lock of the account's row, so that no
/// promotion comes between, and by what the actor may do then: what the request came with may be a moment old.
/// </summary>
public sealed class GuardedChanges(ProviderDbContext db, AccountRoles roles, TopRole topRole, Profile profiles, AuditTrail audit, TimeProvider clock)
{
    /// <param name="intended">Who wants what.</param>
    /// <param name="change">Makes it, in the transaction, for the actor as they are now; what it returns is a refusal, and undoes everything.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task<UserOutcome> MakeAsync(IntendedChange intended, Func<Actor, Task<AccountError?>> change, CancellationToken cancellationToken)
    {
        if (!roles.Permits(intended.Actor, intended.LeastRole))
            return new UserOutcome.Refused(AccountErrors.Forbidden);

        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (await TakeAsync(intended, cancellationToken) is { } untouchable)
            return new UserOutcome.Refused(untouchable);
        var actor = await roles.NowAsync(intended.Actor, cancellationToken);
        if (await RefuseAsync(actor, intended, cancellationToken) is { } notTheirs)
            return new UserOutcome.Refused(notTheirs);
        var before = (await profiles.GetAsync(intended.UserId, cancellationToken))!;
        if (await change(actor) is { } refusal)
            return new UserOutcome.Refused(refusal);
        await db.SaveChangesAsync(cancellationToken);

        // Still under the lock: once it is gone, somebody else may delete the account.
        var profile = await profiles.GetAsync(intended.UserId, cancellationToken);
        if (intended.Event is { } name)
            audit.Add(db, EntryOf(name, intended, before, profile));
        await db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return profile is null ? new UserOutcome.Gone() : new UserOutcome.Done(profile);
    }

    private async Task<AccountError?> TakeAsync(IntendedChange intended, CancellationToken cancellationToken)
    {
        // Always in this order: the row of the role, then that of the account.
        if (intended.EndangersTopRole && await topRole.RefuseLossAsync(intended.UserId, cancellationToken) is { } last)
            return last;
        var (now, leaves) = (clock.GetUtcNow(), intended.LeavesAccount);
        var account = db.Users.Where(user => user.Id == intended.UserId);
        var taken = await Seen(account, intended.Version).ExecuteUpdateAsync(
            set => set.SetProperty(user => user.UpdatedAt, user => leaves ? user.UpdatedAt : now),
            cancellationToken);
        if (taken > 0)
            return null;
        return await account.AnyAsync(cancellationToken) ? AccountErrors.ChangedMeanwhile : AccountErrors.UserNotFound;
    }

    // What no moment is was never a version: it fits no account.
    private static IQueryable<User> Seen(IQueryable<User> account, long? version)
    {
        if (version is not { } milliseconds)
            return account;
        var changedAt = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, -1, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return account.Where(user => user.UpdatedAt == changedAt);
    }

    private async Task<AccountError?> RefuseAsync(Actor actor, IntendedChange intended, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, intended.LeastRole))
            return AccountErrors.Forbidden;
        return await roles.RankOfAsync(intended.UserId, cancellationToken) > actor.Rank ? AccountErrors.RoleAbove : null;
    }

    private static AuditEntry EntryOf(string name, IntendedChange intended, AccountProfile before, AccountProfile? after) =>
        new(name, intended.UserId, intended.Source, AuditEntry.ByAdministrator)
        {
            By = intended.Actor,
            Target = AuditTarget.User(intended.UserId),
            Before = after is null ? AuditValues.OfGone(before) : AuditValues.Of(before),
            After = after is null ? null : AuditValues.Of(after),
        };
}
