using IdentityProvider.Administration;
using IdentityProvider.Api.Registry;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Api;

/// <summary>Where somebody else is signed in, what they have allowed apps, and getting them in again.</summary>
internal static class UserAccessCalls
{
    public static async Task<IResult> ListSessionsAsync(string id, Acting acting, UserAccess access, CancellationToken cancellationToken) =>
        ApiJson.Answer(await access.ListSessionsAsync(acting.Actor, UserCalls.IdOf(id), cancellationToken), sessions => ApiJson.Answer(
            sessions.Select(session => new SessionEntry(
                session.Id, session.ClientId, session.CreatedAt, session.LastSeenAt, session.Address, session.UserAgent,
                IsActive: true, IsCurrent: session.Id == acting.Actor.SessionId))));

    public static async Task<IResult> EndSessionAsync(
        string id, string sid, Acting acting, HttpContext http, UserAccess access, CancellationToken cancellationToken) =>
        Done(await access.EndSessionAsync(acting.Actor, UserCalls.IdOf(id), sid, RequestSource.Of(http), cancellationToken));

    public static async Task<IResult> EndAllSessionsAsync(string id, Acting acting, HttpContext http, UserAccess access, CancellationToken cancellationToken) =>
        Done(await access.EndAllSessionsAsync(acting.Actor, UserCalls.IdOf(id), RequestSource.Of(http), cancellationToken));

    public static async Task<IResult> ListConsentsAsync(string id, Acting acting, UserAccess access, CancellationToken cancellationToken) =>
        ApiJson.Answer(await access.ListConsentsAsync(acting.Actor, UserCalls.IdOf(id), cancellationToken), consents => ApiJson.Answer(
            consents.Select(consent => new ConsentEntry(consent.ClientId, consent.Scopes, consent.GivenAt, consent.ExpiresAt))));

    public static async Task<IResult> WithdrawConsentAsync(
        string id, string clientId, Acting acting, HttpContext http, UserAccess access, CancellationToken cancellationToken) =>
        Done(await access.WithdrawConsentAsync(acting.Actor, UserCalls.IdOf(id), RegistryAnswers.NameOf(clientId), RequestSource.Of(http), cancellationToken));

    public static async Task<IResult> ListSignInsAsync(
        string id, Acting acting, HttpContext http, SignInHistory history, CancellationToken cancellationToken) =>
        ListParameters.ReadPage(http.Request.Query, out var page) is { } wrong
            ? new Problem(wrong)
            : ApiJson.Answer(await history.ListAsync(acting.Actor, UserCalls.IdOf(id), page, cancellationToken));

    public static async Task<IResult> SendResetAsync(string id, Acting acting, HttpContext http, UserResets resets, CancellationToken cancellationToken) =>
        await resets.SendAsync(acting.Actor, UserCalls.IdOf(id), RequestSource.Of(http), cancellationToken) switch
        {
            ResetOutcome.Sent sent => ApiJson.Answer(new SentReset(sent.Channel), StatusCodes.Status202Accepted),
            ResetOutcome.Refused refused => new Problem(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };

    private static IResult Done(UserOutcome outcome) => outcome is UserOutcome.Refused refused ? new Problem(refused.Error) : ApiJson.Done();
}
