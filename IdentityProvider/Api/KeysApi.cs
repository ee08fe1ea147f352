using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Api.Description;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Keys;
using IdentityProvider.Security;

namespace IdentityProvider.Api;

/// <summary>The keys that sign: what each does now, what comes, and having the next one sign.</summary>
public static class KeysApi
{
    public static WebApplication MapKeysApi(this WebApplication app)
    {
        var keys = app.MapGroup("/api/keys").WithTags("Keys").RequireAuthorization(Authentication.Clients)
            .AddEndpointFilter(ApiFilters.AnswerUnreadableBodies).Refuses(Refusals.OfToken);

        keys.MapGet("/", ListAsync)
            .Describe("listKeys", "See which keys sign", "By algorithm, the oldest first: those that retire, the one that signs, and the one that is announced.")
            .NeedsRole(policy => policy.Permissions.ReadConfiguration)
            .Answers<IReadOnlyList<KeyDescription>>();

        keys.MapPost("/rotate", RotateAsync)
            .Describe("rotateKeys", "Have the next key sign", "It signs once every client has had the time to see it. With `atOnce`, for a key that leaked, a new one signs now and the others "
                + "are gone: nothing that they signed verifies any more. Without it, an algorithm whose next key is on its way already stays as it is.")
            .NeedsRole(policy => policy.Permissions.RotateKeys)
            .Takes(Fields.KeyAlgorithm, Fields.AtOnce)
            .Answers<IReadOnlyList<KeyDescription>>()
            .Refuses(AccountErrors.KeysRotating(KeyRollover.Algorithms, []));
        return app;
    }

    private static async Task<IResult> ListAsync(Acting acting, KeyAdministration keys, CancellationToken cancellationToken) =>
        ApiJson.Answer(await keys.ListAsync(acting.Actor, cancellationToken));

    private static async Task<IResult> RotateAsync(JsonBody body, Acting acting, HttpContext http, KeyAdministration keys, CancellationToken cancellationToken)
    {
        var (algorithm, atOnce) = (body.Text("algorithm"), body.Flag("atOnce"));
        return body.Wrong is { } wrong
            ? new Problem(wrong)
            : ApiJson.Answer(
                await keys.RotateAsync(acting.Actor, algorithm, atOnce, RequestSource.Of(http), cancellationToken), rotated => ApiJson.Answer(rotated.Keys));
    }
}
