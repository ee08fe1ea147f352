using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Api.Description;
using IdentityProvider.Security;

namespace IdentityProvider.Api;

/// <summary>What an administrator sees of the controls against abuse.</summary>
public static class AbuseApi
{
    public static WebApplication MapAbuseApi(this WebApplication app)
    {
        app.MapGroup("/api/abuse").WithTags("Abuse").RequireAuthorization(Authentication.Users)
            .AddEndpointFilter(ApiFilters.AnswerUnreadableBodies).Refuses(Refusals.OfToken)
            .MapGet("/decisions", ListAsync)
            .Describe("listAbuseDecisions", "Look at codes that were refused", "The newest first. The same refusal of one network within a minute is one of them.")
            .NeedsRole(policy => policy.Permissions.Read)
            .TakesParameters(Fields.OfDecisionList)
            .Answers<Page<RefusedCodes>>()
            .Refuses(Refusals.Validation);
        return app;
    }

    private static async Task<IResult> ListAsync(Acting acting, HttpContext http, DecisionList decisions, CancellationToken cancellationToken) =>
        ListParameters.ReadDecisions(http.Request.Query, out var query, out var page) is { } wrong
            ? new Problem(wrong)
            : ApiJson.Answer(await decisions.ListAsync(acting.Actor, query, page, cancellationToken));
}
