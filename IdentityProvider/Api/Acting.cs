using IdentityProvider.Accounts;

namespace IdentityProvider.Api;

/// <summary>Who acts on other people's accounts, behind an authorization policy.</summary>
internal sealed record Acting(Actor Actor)
{
    /// <summary>Called by the framework for a handler's parameter. The roles are the database's, as <see cref="Caller.Roles"/> says, not the token's.</summary>
    public static async ValueTask<Acting?> BindAsync(HttpContext context) =>
        await Caller.BindAsync(context) is { } caller ? new Acting(Of(caller, context)) : null;

    /// <summary>Who acts, at an address that takes anybody; null: there is no token with that scope, or it is not valid.</summary>
    public static async Task<Actor?> FindAsync(HttpContext http) =>
        await Caller.FindAsync(http, Security.Authentication.Users) is { } caller ? Of(caller, http) : null;

    private static Actor Of(Caller caller, HttpContext http) =>
        http.RequestServices.GetRequiredService<AccountRoles>().ActorOf(caller.UserId, caller.SessionId, caller.Roles);
}
