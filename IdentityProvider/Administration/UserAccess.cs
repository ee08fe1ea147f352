using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration;

/// <summary>Where somebody is signed in and what they have allowed apps, for those who administer accounts.</summary>
public sealed class UserAccess(
    ProviderDbContext db, GuardedChanges changes, Sessions sessions, Consents consents, AccountRoles roles, AuditTrail audit, AccountPolicy policy)
{
    /// <summary>Where they are signed in now, the last seen first.</summary>
    public async Task<Reading<IReadOnlyList<Session>>> ListSessionsAsync(Actor actor, Guid userId, CancellationToken cancellationToken) =>
        await RefuseReadingAsync(actor, userId, cancellationToken) is { } refusal
            ? new Reading<IReadOnlyList<Session>>.Refused(refusal)
            : new Reading<IReadOnlyList<Session>>.Found(await sessions.ListAsync(userId, cancellationToken));

    /// <summary>What they have allowed apps, the newest first.</summary>
    public async Task<Reading<IReadOnlyList<Consent>>> ListConsentsAsync(Actor actor, Guid userId, CancellationToken cancellationToken) =>
        await RefuseReadingAsync(actor, userId, cancellationToken) is { } refusal
            ? new Reading<IReadOnlyList<Consent>>.Refused(refusal)
            : new Reading<IReadOnlyList<Consent>>.Found(await consents.ListAsync(userId.ToString(), cancellationToken));

    /// <summary>They are signed out there at once, and what was issued there stops working.</summary>
    public Task<UserOutcome> EndSessionAsync(Actor actor, Guid userId, string sid, RequestSource source, CancellationToken cancellationToken) =>
        changes.MakeAsync(Intended(actor, userId, source), async _ =>
        {
            var session = sid.Any(char.IsControl) ? null : await db.Sessions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == sid && row.UserId == userId, cancellationToken);
            if (session is null || !await sessions.EndOwnAsync(userId, sid, SessionEndReasons.EndedByAdministrator, cancellationToken))
                return AccountErrors.SessionNotFound;
            audit.Add(db, Entry(AuditEvents.SessionEnded, actor, userId, source) with
            {
                Target = new AuditTarget(AuditTargets.Session, sid),
                ClientId = session.ClientId,
                Before = new JsonObject { ["address"] = session.Address, ["userAgent"] = session.UserAgent },
            });
            return null;
        }, cancellationToken);

    /// <summary>They are signed out everywhere at once.</summary>
    public Task<UserOutcome> EndAllSessionsAsync(Actor actor, Guid userId, RequestSource source, CancellationToken cancellationToken) =>
        changes.MakeAsync(Intended(actor, userId, source), async _ =>
        {
            var live = await sessions.ListAsync(userId, cancellationToken);
            await sessions.EndAllAsync(userId, SessionEndReasons.EndedByAdministrator, exceptSid: null, cancellationToken);
            audit.Add(db, Entry(AuditEvents.SessionsEnded, actor, userId, source) with
            {
                Before = new JsonObject { ["sessions"] = live.Count },
                After = new JsonObject { ["sessions"] = 0 },
            });
            return null;
        }, cancellationToken);

    /// <summary>The app is asked for again, and what it was given stops working.</summary>
    public async Task<UserOutcome> WithdrawConsentAsync(
        Actor actor, Guid userId, string clientId, RequestSource source, CancellationToken cancellationToken)
    {
        var outcome = await changes.MakeAsync(Intended(actor, userId, source), async _ =>
        {
            var allowed = (await consents.ListAsync(userId.ToString(), cancellationToken)).FirstOrDefault(consent => consent.ClientId == clientId);
            if (allowed is null)
                return AccountErrors.ConsentNotFound;
            audit.Add(db, Entry(AuditEvents.ConsentWithdrawn, actor, userId, source) with
            {
                ClientId = clientId,
                Before = new JsonObject { ["scope"] = string.Join(' ', allowed.Scopes) },
            });
            return null;
        }, cancellationToken);

        // After the commit: it writes on a connection of its own, for which SQLite would wait until this transaction is over. It may be done twice,
        // and is done though the caller has gone: the event says that it was.
        if (outcome is UserOutcome.Done)
            await consents.WithdrawAsync(userId.ToString(), clientId, CancellationToken.None);
        return outcome;
    }

    private async Task<AccountError?> RefuseReadingAsync(Actor actor, Guid userId, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Read))
            return AccountErrors.Forbidden;
        return await db.Users.AnyAsync(user => user.Id == userId, cancellationToken) ? null : AccountErrors.UserNotFound;
    }

    // Who may take an account out of use may end what it has open.
    private IntendedChange Intended(Actor actor, Guid userId, RequestSource source) =>
        new(actor, policy.Permissions.Deactivate, userId, source, Event: null) { LeavesAccount = true };

    private static AuditEntry Entry(string name, Actor actor, Guid userId, RequestSource source) =>
        new(name, userId, source, AuditEntry.ByAdministrator) { By = actor, Target = AuditTarget.User(userId) };
}
