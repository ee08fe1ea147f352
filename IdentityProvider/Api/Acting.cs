using IdentityProvider.Accounts;

namespace IdentityProvider.Api;

/// <summary>Who acts on other people's accounts, behind an authorization policy.</summary>
internal sealed record Acting(Actor Actor)
{
    /// <summary>Called by the framework for a handler's parameter. The role is the database's, not the token's: one that was taken away is gone.</summary>
    public static async ValueTask<Acting?> BindAsync(HttpContext context) =>
        await Caller.BindAsync(context) is { } caller
            ? new Acting(await context.RequestServices.GetRequiredService<AccountRoles>().ActorAsync(caller.UserId, context.RequestAborted))
            : null;
}
