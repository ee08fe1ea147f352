using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Api;

/// <summary>Other people's accounts. What the caller may do, the rules decide by the role that the database gives them.</summary>
internal static class UserCalls
{
    public static async Task<IResult> ListAsync(Acting acting, HttpContext http, UserDirectory directory, CancellationToken cancellationToken) =>
        ListParameters.ReadUsers(http.Request.Query, out var query, out var page) is { } wrong
            ? new Problem(wrong)
            : ApiJson.Answer(await directory.ListAsync(acting.Actor, query, page, cancellationToken));

    public static async Task<IResult> GetAsync(string id, Acting acting, HttpContext http, UserDirectory directory, CancellationToken cancellationToken) =>
        Answer(http, await directory.GetAsync(acting.Actor, IdOf(id), cancellationToken), StatusCodes.Status200OK);

    public static async Task<IResult> InviteAsync(JsonBody body, Acting acting, HttpContext http, NewUsers users, CancellationToken cancellationToken)
    {
        var request = new NewUserRequest(body.Text("phone"), body.Text("email"), body.Text("fullName"), body.Text("role"));
        if (body.Wrong is { } wrong)
            return new Problem(wrong);
        var outcome = await users.InviteAsync(acting.Actor, request, RequestSource.Of(http), cancellationToken);
        if (outcome is UserOutcome.Done done)
            http.Response.Headers.Location = $"{http.Request.PathBase}/api/users/{done.Profile.Id}";
        return Answer(http, outcome, StatusCodes.Status201Created);
    }

    /// <summary>JSON merge patch, as the owner's own.</summary>
    public static async Task<IResult> UpdateAsync(
        string id, JsonBody body, Acting acting, HttpContext http, UserAdministration users, AccountPolicy policy, CancellationToken cancellationToken)
    {
        var changes = ProfileCalls.ChangesOf(body);
        return body.Wrong is { } wrong
            ? new Problem(wrong)
            : Answer(http, await users.UpdateAsync(acting.Actor, IdOf(id), changes, RequestSource.Of(http), cancellationToken, EntityTags.Read(http.Request)), policy.UpdateStatus);
    }

    public static async Task<IResult> DeleteAsync(string id, Acting acting, HttpContext http, UserAdministration users, CancellationToken cancellationToken) =>
        Answer(http, await users.DeleteAsync(acting.Actor, IdOf(id), RequestSource.Of(http), cancellationToken, EntityTags.Read(http.Request)), StatusCodes.Status200OK);

    public static async Task<IResult> DeactivateAsync(string id, Acting acting, HttpContext http, UserAdministration users, CancellationToken cancellationToken) =>
        Answer(http, await users.DeactivateAsync(acting.Actor, IdOf(id), RequestSource.Of(http), cancellationToken, EntityTags.Read(http.Request)), StatusCodes.Status200OK);

    public static async Task<IResult> ActivateAsync(string id, Acting acting, HttpContext http, UserAdministration users, CancellationToken cancellationToken) =>
        Answer(http, await users.ActivateAsync(acting.Actor, IdOf(id), RequestSource.Of(http), cancellationToken, EntityTags.Read(http.Request)), StatusCodes.Status200OK);

    public static async Task<IResult> SetRolesAsync(
        string id, JsonBody body, Acting acting, HttpContext http, UserAdministration users, AccountPolicy policy, CancellationToken cancellationToken)
    {
        var roles = body.Texts("roles");
        return body.Wrong is { } wrong
            ? new Problem(wrong)
            : Answer(http, await users.SetRolesAsync(acting.Actor, IdOf(id), roles, RequestSource.Of(http), cancellationToken, EntityTags.Read(http.Request)), policy.UpdateStatus);
    }

    // What is no identifier is nobody's.
    internal static Guid IdOf(string id) => Guid.TryParse(id, out var userId) ? userId : Guid.Empty;

    private static IResult Answer(HttpContext http, UserOutcome outcome, int status)
    {
        switch (outcome)
        {
            case UserOutcome.Done done:
                http.Response.Headers.ETag = EntityTags.Of(done.Profile.Version);
                return ApiJson.Answer(done.Profile, status);
            case UserOutcome.Gone:
                return ApiJson.Done(status);
            case UserOutcome.Refused refused:
                return new Problem(refused.Error);
            default:
                throw new System.Diagnostics.UnreachableException(outcome.GetType().Name);
        }
    }
}
