using IdentityProvider.Accounts;

namespace IdentityProvider.Api;

/// <summary>Where the caller is signed in.</summary>
internal static class SessionCalls
{
    public static async Task<IResult> LogoutAsync(Caller caller, Sessions sessions, CancellationToken cancellationToken)
    {
        if (caller.SessionId is not null)
            await sessions.EndOwnAsync(caller.UserId, caller.SessionId, SessionEndReasons.SignedOut, cancellationToken);
        return ApiJson.Done();
    }

    public static async Task<IResult> ListAsync(Caller caller, Sessions sessions, CancellationToken cancellationToken) =>
        ApiJson.Answer((await sessions.ListAsync(caller.UserId, cancellationToken)).Select(session => new SessionEntry(
            session.Id, session.ClientId, session.CreatedAt, session.LastSeenAt, session.Address, session.UserAgent,
            IsActive: true, IsCurrent: session.Id == caller.SessionId)));

    public static async Task<IResult> EndAsync(string id, Caller caller, Sessions sessions, CancellationToken cancellationToken) =>
        await sessions.EndOwnAsync(caller.UserId, id, SessionEndReasons.EndedByUser, cancellationToken)
            ? ApiJson.Done()
            : new Problem(AccountErrors.SessionNotFound);
}
