using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Administration.Audit;
using IdentityProvider.Pages.Admin.Clients;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Pages.Admin.Resources;
using IdentityProvider.Pages.Admin.Scopes;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Pages.Admin.Audit;

/// <summary>Who did what to whom.</summary>
public sealed class IndexModel(Administrator admin, AuditLog log, UserDirectory directory) : AdminPage(admin)
{
    private IReadOnlyDictionary<Guid, string> _names = new Dictionary<Guid, string>();

    public Page<AuditLogEntry> Found { get; private set; } = new([], 1, PageRequest.Usual, 0);

    public bool IsFiltered => AuditFilters.Names.Any(name => Filter(name).Length > 0);

    protected override string LeastRole => Permissions.ReadAudit;

    /// <summary>What a filter is set to; empty: to nothing.</summary>
    public string Filter(string name) => Request.Query[name].LastOrDefault() ?? "";

    /// <summary>Where a form goes that is answered with a file of this selection.</summary>
    public string ExportAddress => QueryHelpers.AddQueryString(
        Request.PathBase + Request.Path,
        [new("handler", "export"), .. AuditFilters.Names.Where(name => Filter(name).Length > 0).Select(name => KeyValuePair.Create(name, (string?)Filter(name)))]);

    public async Task<IActionResult> OnGetAsync()
    {
        var errors = new FieldErrors();
        var query = await ReadAsync(errors);
        if (errors.ToError() is { } wrong)
            return await RefuseAsync(wrong);
        var reading = await log.ListAsync(Actor, query, new PageRequest(PageNumber), Aborted);
        if (reading is Reading<Page<AuditLogEntry>>.Found { What.Items: var entries })
            _names = await directory.NamesAsync(Actor, [.. entries.SelectMany(PeopleOf).Distinct()], Aborted);
        return await ShowAsync(reading, found => Found = found);
    }

    /// <summary>All that the filters let through, as a file. A form, since it is remembered who took what along.</summary>
    public async Task<IActionResult> OnPostExportAsync(string? format)
    {
        var errors = new FieldErrors();
        var (query, wanted) = (await ReadAsync(errors), AuditFilters.ReadFormat(format, errors));
        if (errors.ToError() is { } wrong)
            return await RefuseAsync(wrong);
        var reading = await log.ExportAsync(Actor, query, wanted!, RequestSource.Of(HttpContext), Aborted);
        if (reading is not Reading<IAsyncEnumerable<AuditLogEntry>>.Found { What: var entries })
            return await ShowAsync(reading, _ => { });
        Response.ContentType = wanted!.MediaType;
        Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"audit.{wanted.Name}" }.ToString();
        await wanted.WriteAsync(entries, Response.Body, Aborted);
        return new EmptyResult();
    }

    /// <summary>How somebody or something is called, and where it is looked at; null: nowhere, or not by them.</summary>
    public (string Name, string? Address) Called(string? type, string? id)
    {
        if (id is null)
            return (type ?? "", null);
        if (type == AuditTargets.User)
        {
            var known = Guid.TryParse(id, out var user) && _names.TryGetValue(user, out var name) ? name : null;
            return (known ?? id, known is null ? null : Url.Content($"~/admin/users/{id}"));
        }

        return (id, May(Permissions.ReadConfiguration) ? AddressOf(type, id) : null);
    }

    /// <summary>The person whom it is about, where that is neither who did it nor what it was done to; null: nobody else.</summary>
    public static string? Concerned(AuditLogEntry entry)
    {
        var user = entry.UserId?.ToString();
        return (entry.ActorType == AuditActors.User && entry.ActorId == user) || (entry.TargetType == AuditTargets.User && entry.TargetId == user) ? null : user;
    }

    /// <summary>What changed, member by member.</summary>
    public static IEnumerable<(string Name, string? Before, string? After)> Differences(AuditLogEntry entry) =>
        (entry.Before ?? []).Select(member => member.Key).Union((entry.After ?? []).Select(member => member.Key))
        .Select(name => (Name: name, Before: TextOf(entry.Before?[name]), After: TextOf(entry.After?[name])))
        .Where(member => member.Before is not null || member.After is not null);

    /// <summary>Which events are wanted. A person may be meant by phone number or e-mail address too.</summary>
    private async Task<AuditQuery> ReadAsync(FieldErrors errors)
    {
        var ids = new Dictionary<string, string>();
        foreach (var name in AuditFilters.OfPeople)
        {
            if (Filter(name) is { Length: > 0 } typed && await directory.FindAsync(typed, Aborted) is { } id)
                ids[name] = id.ToString();
        }

        return AuditFilters.Read(name => ids.GetValueOrDefault(name, Filter(name)), errors);
    }

    private static string? TextOf(JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => null,
        JsonValue single => single.ToString(),
        JsonArray items when items.All(item => item is JsonValue) => string.Join(", ", items.Select(item => item!.ToString())),
        _ => value.ToJsonString(),
    };

    private string? AddressOf(string? type, string id) => type switch
    {
        AuditTargets.Client => EntryPage<Client>.Address(Url.Content("~" + ClientPage.HomePath), id),
        AuditTargets.Scope => EntryPage<ApiScope>.Address(Url.Content("~" + ScopePage.HomePath), id),
        AuditTargets.Resource => EntryPage<ApiResource>.Address(Url.Content("~" + ResourcePage.HomePath), id),
        AuditTargets.Key => Url.Content("~/admin/keys"),
        _ => null,
    };

    private static IEnumerable<Guid> PeopleOf(AuditLogEntry entry)
    {
        if (entry.UserId is { } concerned)
            yield return concerned;
        foreach (var (type, id) in new[] { (entry.ActorType, entry.ActorId), (entry.TargetType, entry.TargetId) })
        {
            if (type == AuditTargets.User && Guid.TryParse(id, out var user))
                yield return user;
        }
    }
}
