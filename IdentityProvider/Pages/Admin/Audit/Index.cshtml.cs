using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Administration.Audit;
using IdentityProvider.Api;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Pages.Admin.Audit;

/// <summary>Who did what to whom.</summary>
public sealed class IndexModel(Administrator admin, AuditLog log, UserDirectory directory) : AdminPage(admin)
{
    private static readonly string[] Filters = ["event", "actor", "targetType", "target", "user", "client", "from", "to"];

    private IReadOnlyDictionary<Guid, string> _names = new Dictionary<Guid, string>();

    public Page<AuditLogEntry> Found { get; private set; } = new([], 1, PageRequest.Usual, 0);

    public bool IsFiltered => Filters.Any(name => Filter(name).Length > 0);

    protected override string LeastRole => Permissions.ReadAudit;

    /// <summary>What a filter is set to; empty: to nothing.</summary>
    public string Filter(string name) => Request.Query[name].LastOrDefault() ?? "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (ListParameters.ReadAudit(Request.Query, out var query, out var page) is { } wrong)
            return await RefuseAsync(wrong);
        switch (await log.ListAsync(Actor, query, page with { PageSize = PageRequest.Usual }, Aborted))
        {
            case Reading<Page<AuditLogEntry>>.Found found:
                Found = found.What;
                _names = await directory.NamesAsync(Actor, [.. Found.Items.SelectMany(PeopleOf).Distinct()], Aborted);
                return await ShowAsync();
            case Reading<Page<AuditLogEntry>>.Refused { Error: { Errors: not null } error }:
                return await RefuseAsync(error);
            case Reading<Page<AuditLogEntry>>.Refused refused:
                return Unavailable(refused.Error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }

    /// <summary>All that the filters let through, as a file.</summary>
    public async Task<IActionResult> OnGetExportAsync()
    {
        if (ListParameters.ReadAuditExport(Request.Query, out var query, out var format) is { } wrong)
            return await RefuseAsync(wrong);
        if (await log.ExportAsync(Actor, query, RequestSource.Of(HttpContext), Aborted) is not Reading<IAsyncEnumerable<AuditLogEntry>>.Found found)
            return Unavailable(AccountErrors.Forbidden);
        Response.ContentType = format!.MediaType;
        Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"audit.{format.Name}" }.ToString();
        await format.WriteAsync(found.What, Response.Body, Aborted);
        return new EmptyResult();
    }

    /// <summary>The address of the same selection, as a file of this format.</summary>
    public string ExportAddress(AuditFormat format) => QueryHelpers.AddQueryString(
        Request.PathBase + Request.Path,
        [new("handler", "export"), new("format", format.Name), .. Filters.Where(name => Filter(name).Length > 0).Select(name => KeyValuePair.Create(name, (string?)Filter(name)))]);

    /// <summary>How somebody or something is called, and where it is looked at; null: nowhere.</summary>
    public (string Name, string? Address) Called(string? type, string? id)
    {
        if (id is null)
            return (type ?? "", null);
        if (type == AuditTargets.User)
        {
            var known = Guid.TryParse(id, out var user) && _names.TryGetValue(user, out var name) ? name : null;
            return (known ?? id, known is null ? null : Url.Content($"~/admin/users/{id}"));
        }

        return (id, type == AuditTargets.Client && May(Permissions.ReadConfiguration)
            ? QueryHelpers.AddQueryString(Url.Content("~/admin/clients/client"), "id", id)
            : null);
    }

    /// <summary>What changed, member by member.</summary>
    public static IEnumerable<(string Name, string? Before, string? After)> Differences(AuditLogEntry entry) =>
        (entry.Before ?? []).Select(member => member.Key).Union((entry.After ?? []).Select(member => member.Key))
        .Select(name => (Name: name, Before: TextOf(entry.Before?[name]), After: TextOf(entry.After?[name])))
        .Where(member => member.Before is not null || member.After is not null);

    private static string? TextOf(JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => null,
        JsonValue single => single.ToString(),
        JsonArray items when items.All(item => item is JsonValue) => string.Join(", ", items.Select(item => item!.ToString())),
        _ => value.ToJsonString(),
    };

    private static IEnumerable<Guid> PeopleOf(AuditLogEntry entry)
    {
        foreach (var (type, id) in new[] { (entry.ActorType, entry.ActorId), (entry.TargetType, entry.TargetId) })
        {
            if (type == AuditTargets.User && Guid.TryParse(id, out var user))
                yield return user;
        }
    }
}
