using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Sessions;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Why a session ended: values of <see cref="Session.EndReason"/>.</summary>
public static class SessionEndReasons
{
    public const string SignedOut = "signed_out";
    public const string EndedByUser = "ended_by_user";
    public const string ReplacedByOtherUser = "replaced_by_other_user";
    public const string PasswordChanged = "password_changed";
    public const string PasswordReset = "password_reset";
    public const string Deactivated = "deactivated";
}

/// <summary>
/// Who is signed in where. A session is a row that every node reads: ended, it is so everywhere at once, and what was
/// issued in it goes in the same transaction.
/// </summary>
public sealed class Sessions(ProviderDbContext db, AccountPolicy policy, TimeProvider clock)
{
    // Written when it says something new: a row for every request would be much writing for little.
    private static readonly TimeSpan LastSeenPrecision = TimeSpan.FromMinutes(5);

    // The authentication context class of every sign-in here: one factor, a password or a code.
    private const string OneFactor = "1";

    /// <param name="user">Who signed in.</param>
    /// <param name="amr">How (RFC 8176).</param>
    /// <param name="clientId">The client whose grant makes the session; null: a browser's.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task<UserSession> StartAsync(
        User user, IReadOnlyList<string> amr, string? clientId, RequestSource source, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var session = new Session
        {
            Id = RandomHandle.Create(),
            UserId = user.Id,
            ClientId = clientId,
            CreatedAt = now,
            AuthTime = now,
            LastSeenAt = now,
            ExpiresAt = now + policy.Session.Lifetime,
            Address = source.Address,
            UserAgent = source.UserAgent,
            Amr = string.Join(' ', amr),
            Acr = OneFactor,
        };
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        db.Entry(session).State = EntityState.Detached;
        return Describe(session);
    }

    /// <summary>The user of a live session has signed in again: it is the same session, with a new time.</summary>
    public async Task<UserSession?> RefreshAsync(string sid, IReadOnlyList<string> amr, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (expiresAt, methods) = (now + policy.Session.Lifetime, string.Join(' ', amr));
        await Live(now).Where(session => session.Id == sid).ExecuteUpdateAsync(set => set
            .SetProperty(session => session.AuthTime, now)
            .SetProperty(session => session.LastSeenAt, now)
            .SetProperty(session => session.ExpiresAt, expiresAt)
            .SetProperty(session => session.Amr, methods), cancellationToken);
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

    /// <summary>The account's sessions that have not been ended and have not run out, the last seen first.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        await Live(clock.GetUtcNow()).AsNoTracking()
            .Where(session => session.UserId == userId)
            .OrderByDescending(session => session.LastSeenAt)
            .ToListAsync(cancellationToken);

    /// <summary>Ends a session. What was issued in it stops working.</summary>
    public Task EndAsync(string sid, string reason, CancellationToken cancellationToken) =>
        EndAsync(db.Sessions.Where(session => session.Id == sid), reason, cancellationToken);

    /// <summary>Ends a session of this account. False: it has no such session.</summary>
    public async Task<bool> EndOwnAsync(Guid userId, string sid, string reason, CancellationToken cancellationToken) =>
        await EndAsync(db.Sessions.Where(session => session.Id == sid && session.UserId == userId), reason, cancellationToken) > 0;

    /// <summary>Ends all sessions of an account, but for one, if it is named.</summary>
    public Task EndAllAsync(Guid userId, string reason, string? exceptSid, CancellationToken cancellationToken) =>
        EndAsync(db.Sessions.Where(session => session.UserId == userId && session.Id != (exceptSid ?? "")), reason, cancellationToken);

    private async Task<int> EndAsync(IQueryable<Session> which, string reason, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        var now = clock.GetUtcNow();
        var ended = await which.Where(session => session.EndedAt == null).ExecuteUpdateAsync(set => set
            .SetProperty(session => session.EndedAt, now)
            .SetProperty(session => session.EndReason, reason), cancellationToken);

        // After the sessions, of all that are meant: what was issued a moment ago, in a session that has just been ended, goes too.
        var ids = which.Where(session => session.EndedAt != null).Select(session => session.Id);
        await db.Grants.Where(grant => grant.SessionId != null && ids.Contains(grant.SessionId)).ExecuteDeleteAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return ended;
    }

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
