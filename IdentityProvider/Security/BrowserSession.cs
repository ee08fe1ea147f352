using System.Globalization;
using System.Security.Claims;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Failures;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Sessions;
using Microsoft.AspNetCore.Authentication;

namespace IdentityProvider.Security;

/// <summary>
/// Who is signed in in this browser: the cookie names a session, and every request asks the database whether it is
/// still live, so that a session that was ended elsewhere is ended here at once.
/// </summary>
public sealed class BrowserSession(Sessions sessions, TrustedDevices devices, IHostEnvironment environment) : IBrowserSession
{
    /// <summary>The scheme of the cookie.</summary>
    public const string Scheme = "Browser";

    private static readonly object FoundKey = new();
    private static readonly TimeSpan TrustedDeviceLifetime = TimeSpan.FromDays(365);

    /// <summary>The name of a cookie: bound to this host wherever there is https, which the prefix demands.</summary>
    public static string CookieName(string name, IHostEnvironment environment) => environment.IsDevelopment() ? name : "__Host-" + name;

    public async ValueTask<UserSession?> FindAsync(HttpContext http)
    {
        if (http.Items.TryGetValue(FoundKey, out var found))
            return (UserSession?)found;

        var cookie = await http.AuthenticateAsync(Scheme);
        var session = cookie.Principal?.FindFirstValue("sid") is { } sid ? await sessions.FindLiveAsync(sid, http.RequestAborted) : null;
        http.Items[FoundKey] = session;
        return session;
    }

    /// <summary>
    /// Somebody proved who they are. The user who is signed in already keeps the session, with a new time of sign-in;
    /// another user ends it. Refused: the policy has one session a user, and they have it elsewhere.
    /// </summary>
    public async Task<SessionStart> SignInAsync(HttpContext http, User user, IReadOnlyList<string> amr, CancellationToken cancellationToken)
    {
        var current = await FindAsync(http);
        if (current?.Subject == user.Id.ToString() && await sessions.RefreshAsync(current.SessionId, user, amr, RequestSource.Of(http), cancellationToken) is { } refreshed)
        {
            await KeepAsync(http, user, refreshed);
            return new SessionStart.Started(refreshed);
        }

        var start = await sessions.StartAsync(user, amr, clientId: null, RequestSource.Of(http), cancellationToken);
        if (start is SessionStart.Started { Session: var session })
        {
            if (current is not null)
                await sessions.EndAsync(current.SessionId, SessionEndReasons.ReplacedByOtherUser, cancellationToken);
            await KeepAsync(http, user, session);
        }

        return start;
    }

    public async Task EndAsync(HttpContext http)
    {
        if (await FindAsync(http) is { } session)
            await sessions.EndAsync(session.SessionId, SessionEndReasons.SignedOut, http.RequestAborted);
        await http.SignOutAsync(Scheme);
        http.Items[FoundKey] = null;
    }

    /// <summary>What an earlier sign-in left in this browser, for the sign-in with a password.</summary>
    public string? TrustedDevice(HttpContext http) => http.Request.Cookies[CookieName("idp.device", environment)];

    private async Task KeepAsync(HttpContext http, User user, UserSession session)
    {
        var identity = new ClaimsIdentity(ClaimsOf(session), Scheme, "sub", "role");
        await http.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        TrustDevice(http, user.Id);
        http.Items[FoundKey] = session;
    }

    private void TrustDevice(HttpContext http, Guid userId) =>
        http.Response.Cookies.Append(CookieName("idp.device", environment), devices.Issue(userId, TrustedDevice(http)), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TrustedDeviceLifetime,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = !environment.IsDevelopment(),
        });

    private static IEnumerable<Claim> ClaimsOf(UserSession session) =>
    [
        new("sid", session.SessionId),
        new("sub", session.Subject),
        new("auth_time", session.AuthTime.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64),
        .. session.Amr.Select(method => new Claim("amr", method)),
    ];
}
