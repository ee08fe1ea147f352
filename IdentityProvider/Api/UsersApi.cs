using IdentityProvider.Security;

namespace IdentityProvider.Api;

/// <summary>The HTTP contract of administration: every route about other people's accounts on one screen.</summary>
public static class UsersApi
{
    public static WebApplication MapUsersApi(this WebApplication app)
    {
        var users = app.MapGroup("/api/users").RequireAuthorization(Authentication.Users).AddEndpointFilter(ApiFilters.AnswerUnreadableBodies);
        users.MapGet("/", UserCalls.ListAsync);
        users.MapPost("/", UserCalls.InviteAsync);
        users.MapGet("/{id}", UserCalls.GetAsync);
        users.MapPatch("/{id}", UserCalls.UpdateAsync);
        users.MapDelete("/{id}", UserCalls.DeleteAsync);
        users.MapPost("/{id}/deactivate", UserCalls.DeactivateAsync);
        users.MapPost("/{id}/activate", UserCalls.ActivateAsync);
        users.MapPut("/{id}/roles", UserCalls.SetRolesAsync);
        return app;
    }
}
