using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Sessions;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>
/// Who is signed in where. A session is a row that every node reads: ended, it is so everywhere at once, and what was
/// issued in it goes in the same transaction.
/// </summary>
public sealed class Sessions(ProviderDbContext db, AccountPolicy policy, TokenChanges changes, SignInJournal journal, TimeProvider clock)
{
    // Written when it says something new: a row for every request would be much writing for little.
    private static readonly TimeSpan LastSeenPrecision = TimeSpan.FromMinutes(5);

    // The authentication context class of every sign-in here: one factor, a password or a code.
    private const string OneFactor = "1";

    // How long a session that a grant makes waits for its first token.
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(15);

    // What says that a client holds tokens of a session, or may yet get some.
    private static readonly string[] TokenGrants =
    [
        PersistedGrantTypes.AuthorizationCode, PersistedGrantTypes.RefreshToken, PersistedGrantTypes.ReferenceToken, PersistedGrantTypes.Authorization,
    ];

    /// <param name="user">Who signed in, as they were when they proved it: with a new password since then, or deactivated, there is no session.</param>
    /// <param name="amr">How (RFC 8176).</param>
    /// <param name="clientId">The client whose grant makes the session, and issues tokens in it at once; null: a browser's.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task<SessionStart> StartAsync(
        User user, IReadOnlyList<string> amr, string? clientId, RequestSource source, CancellationToken cancellationToken)
    {
        var start = await TryStartAsync(user, amr, clientId, source, cancellationToken);
        if (start is SessionStart.Refused { Error.Code: var code })
        {
            var reason = code == AccountErrors.AlreadySignedIn.Code ? code : SignInResults.ChangedMeanwhile;
            await journal.FailedAsync(user.Id, reason, amr, clientId, source, cancellationToken);
        }

        return start;
    }

    private async Task<SessionStart> TryStartAsync(
        User user, IReadOnlyList<string> amr, string? clientId, RequestSource source, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        var now = clock.GetUtcNow();
        if (!await ClaimAsync(user, now, cancellationToken))
            return new SessionStart.Refused(AccountErrors.InvalidCredentials(policy.Identifiers));
        if (policy.Session.OnePerUser && await MakeRoomAsync(user.Id, now, cancellationToken) is { } openUntil)
            return new SessionStart.Refused(AccountErrors.AlreadySignedIn with { RetryAfter = openUntil - now });

        var session = new Session
        {
            Id = RandomHandle.Create(),
            UserId = user.Id,
            ClientId = clientId,
            CreatedAt = now,
            AuthTime = now,
            LastSeenAt = now,
            ExpiresAt = now + (clientId is null ? policy.Session.Lifetime : HandOver),
            Address = source.Address,
            UserAgent = source.UserAgent,
            Amr = string.Join(' ', amr),
            Acr = OneFactor,
        };
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        db.Entry(session).State = EntityState.Detached;
        await journal.SucceededAsync(user.Id, amr, clientId, source, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return new SessionStart.Started(Describe(session));
    }

    /// <summary>The user of a live session has signed in again: it is the same session, with a new time. Null: it has ended meanwhile.</summary>
    public async Task<UserSession?> RefreshAsync(
        string sid, User user, IReadOnlyList<string> amr, RequestSource source, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        var now = clock.GetUtcNow();
        if (!await ClaimAsync(user, now, cancellationToken))
            return null;
        var (expiresAt, methods) = (now + policy.Session.Lifetime, string.Join(' ', amr));
        var refreshed = await Live(now).Where(session => session.Id == sid && session.UserId == user.Id).ExecuteUpdateAsync(set => set
            .SetProperty(session => session.AuthTime, now)
            .SetProperty(session => session.LastSeenAt, now)
            .SetProperty(session => session.ExpiresAt, expiresAt)
            .SetProperty(session => session.Amr, methods), cancellationToken);
        if (refreshed > 0)
            await journal.SucceededAsync(user.Id, amr, clientId: null, source, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return await FindLiveAsync(sid, cancellationToken);
    }

    /// <summary>The session, if it has not been ended, has not run out, and its user is active.</summary>
    public async Task<UserSession?> FindLiveAsync(string sid, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var session = await Live(now).AsNoTracking().SingleOrDefaultAsync(row => row.Id == sid, cancellationToken);
        if (session is not null && session.LastSeenAt < now - LastSeenPrecision)
        {
            await db.Sessions.Where(row => row.Id == sid)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), cancellationToken);
        }

        return session is null ? null : Describe(session);
    }

    public async Task<bool> IsLiveAsync(string sid, CancellationToken cancellationToken) => await FindLiveAsync(sid, cancellationToken) is not null;

    /// <summary>The account's sessions that have not been ended, and have not run out or have tokens that have not; the last seen first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        await Open(userId, clock.GetUtcNow()).AsNoTracking()
            .OrderByDescending(session => session.LastSeenAt)
            .ToListAsync(cancellationToken);

    /// <summary>How many sessions there are, of all accounts, that <see cref="ListAsync"/> would show.</summary>
    internal static async Task<int> CountLiveAsync(ProviderDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Each by an index, and put together here: as one condition it would look at every session of the last month.
        var browsers = await db.Sessions.CountAsync(session => session.EndedAt == null && session.ExpiresAt > now, cancellationToken);
        var withTokens = await db.Sessions.CountAsync(
            session => session.EndedAt == null && session.ExpiresAt <= now && GoodTokens(db, now).Any(grant => grant.SessionId == session.Id), cancellationToken);
        return browsers + withTokens;
    }

    /// <summary>Ends a session. What was issued in it stops working.</summary>
    public Task EndAsync(string sid, string reason, CancellationToken cancellationToken) =>
        EndAsync(db.Sessions.Where(session => session.Id == sid), sid, reason, cancellationToken);

    /// <summary>Ends a session of this account. False: it has no such session.</summary>
    public async Task<bool> EndOwnAsync(Guid userId, string sid, string reason, CancellationToken cancellationToken) =>
        !sid.Any(char.IsControl)
        && await EndAsync(db.Sessions.Where(session => session.Id == sid && session.UserId == userId), sid, reason, cancellationToken) > 0;

    /// <summary>Ends all sessions of an account, but for one, if it is named.</summary>
    public Task EndAllAsync(Guid userId, string reason, string? exceptSid, CancellationToken cancellationToken) =>
        EndAsync(db.Sessions.Where(session => session.UserId == userId && session.Id != (exceptSid ?? "")), userId.ToString(), reason, cancellationToken);

    private async Task<int> EndAsync(IQueryable<Session> which, string whose, string reason, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        var now = clock.GetUtcNow();
        var ended = await which.Where(session => session.EndedAt == null).ExecuteUpdateAsync(set => set
            .SetProperty(session => session.EndedAt, now)
            .SetProperty(session => session.EndReason, reason), cancellationToken);

        // After the sessions, of all that are meant: what was issued a moment ago, in a session that has just been ended, goes too.
        var ids = which.Where(session => session.EndedAt != null).Select(session => session.Id);
        await db.Grants.Where(grant => grant.SessionId != null && ids.Contains(grant.SessionId)).ExecuteDeleteAsync(cancellationToken);
        await changes.AnnounceAsync(whose, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return ended;
    }

    /// <summary>
    /// Takes the row of the user, if nothing has changed that the sign-in stands on. Until the transaction ends it keeps out
    /// every other sign-in of the user, and whatever ends their sessions: that sees this one, or this one sees it.
    /// </summary>
    private async Task<bool> ClaimAsync(User user, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Users
            .Where(row => row.Id == user.Id && row.IsActive && row.SecurityStamp == user.SecurityStamp)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSignInAt, now), cancellationToken) == 1;

    /// <summary>
    /// Until when the user has a live session, if it is left alone. Null: there is none. One whose tokens have all expired is none,
    /// and ends here for good.
    /// </summary>
    private async Task<DateTimeOffset?> MakeRoomAsync(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var open = Open(userId, now);
        if (await open.MaxAsync(session => (DateTimeOffset?)session.ExpiresAt, cancellationToken) is not { } expiresAt)
        {
            await EndAllAsync(userId, SessionEndReasons.Expired, exceptSid: null, cancellationToken);
            return null;
        }

        var tokensExpireAt = await GoodTokens(db, now).Where(grant => open.Any(session => session.Id == grant.SessionId))
            .MaxAsync(grant => (DateTimeOffset?)grant.ExpiresAt, cancellationToken);
        return tokensExpireAt > expiresAt ? tokensExpireAt : expiresAt;
    }

    // A browser's session runs out by itself; one that a grant made is as old as the tokens that were issued in it.
    private IQueryable<Session> Open(Guid userId, DateTimeOffset now) =>
        db.Sessions.Where(session => session.UserId == userId && session.EndedAt == null
            && (session.ExpiresAt > now || GoodTokens(db, now).Any(grant => grant.SessionId == session.Id)));

    private static IQueryable<PersistedGrant> GoodTokens(ProviderDbContext db, DateTimeOffset now) =>
        db.Grants.Where(grant => TokenGrants.Contains(grant.Type) && grant.ConsumedAt == null && grant.ExpiresAt > now);

    private IQueryable<Session> Live(DateTimeOffset now) =>
        db.Sessions.Where(session =>
            session.EndedAt == null && session.ExpiresAt > now && db.Users.Any(user => user.Id == session.UserId && user.IsActive));

    private static UserSession Describe(Session session) => new()
    {
        SessionId = session.Id,
        Subject = session.UserId.ToString(),
        AuthTime = session.AuthTime,
        Amr = session.Amr.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Acr = session.Acr,
    };
}
