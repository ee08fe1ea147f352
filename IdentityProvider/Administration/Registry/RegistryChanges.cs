using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration.Registry;

/// <summary>Somebody wants to change what is registered.</summary>
/// <param name="Actor">Who.</param>
/// <param name="LeastRole">From which role on that is permitted; empty: to nobody.</param>
/// <param name="Source">From where.</param>
/// <param name="Event">What the audit trail calls it.</param>
public sealed record IntendedRegistryChange(Actor Actor, string LeastRole, RequestSource Source, string Event);

/// <summary>
/// Makes changes of what is registered, one after the other over all nodes, so that each is judged by what the one before it has left: two
/// clients can't take one name, and no scope goes while a client takes it. The actor is judged by what they may do then.
/// </summary>
public sealed class RegistryChanges(
    ProviderDbContext db, AccountRoles roles, ClientCatalog catalog, CatalogRefresh refresh, AuditTrail audit, TimeProvider clock)
{
    /// <param name="intended">Who wants what.</param>
    /// <param name="kind">Of what kind it is.</param>
    /// <param name="change">Makes it, in the transaction; a refusal undoes everything.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    internal async Task<RegistryOutcome<T>> MakeAsync<T>(
        IntendedRegistryChange intended, RegistryKind<T> kind, Func<RegistryTurn<T>, Task<RegistryOutcome<T>>> change, CancellationToken cancellationToken)
    {
        if (!roles.Permits(intended.Actor, intended.LeastRole))
            return AccountErrors.Forbidden;

        var outcome = await UnitOfWork.RunAsync(db, async work =>
        {
            var turn = await TakeTurnAsync(intended.Actor, kind, cancellationToken);
            if (!roles.Permits(turn.Actor, intended.LeastRole))
                return AccountErrors.Forbidden;
            var made = await change(turn);
            if (made is RegistryOutcome<T>.Refused)
                return made;
            foreach (var entry in turn.AuditEntries(intended))
                audit.Add(db, entry);
            await db.SaveChangesAsync(cancellationToken);
            if (db.Database.IsNpgsql())
                await db.Database.ExecuteSqlAsync($"SELECT pg_notify({CatalogWatch.Channel}, '')", cancellationToken);
            await work.CommitAsync(cancellationToken);
            return made;
        }, cancellationToken);

        // It is committed: that the caller has gone is no reason not to heed it here.
        if (outcome is not RegistryOutcome<T>.Refused)
            await refresh.TryRefreshAsync(CancellationToken.None);
        return outcome;
    }

    /// <param name="intended">Who wants what.</param>
    /// <param name="kind">Of what kind it is.</param>
    /// <param name="name">Which of them is changed.</param>
    /// <param name="version">The version that whoever wants it has seen; null: any.</param>
    /// <param name="change">Makes it, in the transaction; a refusal undoes everything.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    internal Task<RegistryOutcome<T>> ChangeAsync<T>(
        IntendedRegistryChange intended, RegistryKind<T> kind, string name, long? version,
        Func<RegistryTurn<T>, HeldEntry<T>, Task<RegistryOutcome<T>>> change, CancellationToken cancellationToken) =>
        MakeAsync(intended, kind, turn => turn.ChangeAsync(name, version, held => change(turn, held), cancellationToken), cancellationToken);

    /// <summary>The same, for a change that waits for nothing.</summary>
    internal Task<RegistryOutcome<T>> ChangeAsync<T>(
        IntendedRegistryChange intended, RegistryKind<T> kind, string name, long? version,
        Func<RegistryTurn<T>, HeldEntry<T>, RegistryOutcome<T>> change, CancellationToken cancellationToken) =>
        ChangeAsync(intended, kind, name, version, (turn, held) => Task.FromResult(change(turn, held)), cancellationToken);

    private async Task<RegistryTurn<T>> TakeTurnAsync<T>(Actor actor, RegistryKind<T> kind, CancellationToken cancellationToken)
    {
        // Whoever changes the row next waits here until this transaction ends.
        await db.RegistryState.ExecuteUpdateAsync(set => set.SetProperty(state => state.Version, state => state.Version + 1), cancellationToken);
        var version = await RegistryRows.ReadVersionAsync(db, cancellationToken);
        var before = catalog.Version == version - 1 ? catalog.Current : catalog.With(await RegistryRows.ReadAsync(db, cancellationToken));
        return new RegistryTurn<T>(db, kind, await roles.NowAsync(actor, cancellationToken), before, new RegistryMoment(version, clock.GetUtcNow()));
    }
}
