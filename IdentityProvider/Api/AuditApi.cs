using IdentityProvider.Accounts;
using IdentityProvider.Administration.Audit;
using IdentityProvider.Api.Description;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Security;

namespace IdentityProvider.Api;

/// <summary>Who did what to whom: looked at, and taken along.</summary>
public static class AuditApi
{
    public static WebApplication MapAuditApi(this WebApplication app)
    {
        var audit = app.MapGroup("/api/audit").WithTags("Audit log").RequireAuthorization(Authentication.Clients)
            .AddEndpointFilter(ApiFilters.AnswerUnreadableBodies).Refuses(Refusals.OfToken);

        audit.MapGet("/", ListAsync)
            .Describe("listAuditEvents", "Look at who did what to whom", "The newest first.")
            .NeedsRole(policy => policy.Permissions.ReadAudit)
            .TakesParameters([.. Fields.OfAuditList, .. Fields.OfPage])
            .Answers<Page<AuditLogEntry>>()
            .Refuses(Refusals.Validation);

        audit.MapGet("/export", ExportAsync)
            .Describe("exportAuditEvents", "Take the audit log along", "As CSV (RFC 4180) or as one JSON object a line, in the order of the chain. That it was done is in it too.")
            .NeedsRole(policy => policy.Permissions.ReadAudit)
            .TakesParameters([Fields.AuditFormat.Needed, .. Fields.OfAuditList])
            .AnswersFile([.. AuditFormat.All.Select(format => format.MediaType)])
            .Refuses(Refusals.Validation);
        return app;
    }

    private static async Task<IResult> ListAsync(Acting acting, HttpContext http, AuditLog log, CancellationToken cancellationToken) =>
        ListParameters.ReadAudit(http.Request.Query, out var query, out var page) is { } wrong
            ? new Problem(wrong)
            : ApiJson.Answer(await log.ListAsync(acting.Actor, query, page, cancellationToken));

    private static async Task<IResult> ExportAsync(Acting acting, HttpContext http, AuditLog log, CancellationToken cancellationToken) =>
        ListParameters.ReadAuditExport(http.Request.Query, out var query, out var format) is { } wrong
            ? new Problem(wrong)
            : ApiJson.Answer(
                await log.ExportAsync(acting.Actor, query, format!, RequestSource.Of(http), cancellationToken),
                entries => Results.Stream(body => format!.WriteAsync(entries, body, cancellationToken), format!.MediaType, $"audit.{format.Name}"));
}
