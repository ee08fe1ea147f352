using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration.Audit;

/// <summary>Which events are wanted. What is null does not matter.</summary>
/// <param name="Event">Their name.</param>
/// <param name="Actor">Who did it: the id of a user or client, or <c>operator</c>.</param>
/// <param name="TargetType">What it was done to: one of <see cref="AuditTargets"/>.</param>
/// <param name="Target">Which of them.</param>
/// <param name="User">The user concerned.</param>
/// <param name="Client">The client concerned.</param>
/// <param name="From">From then on.</param>
/// <param name="To">Before then.</param>
public sealed record AuditQuery(
    string? Event = null, string? Actor = null, string? TargetType = null, string? Target = null, Guid? User = null, string? Client = null,
    DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>Something that happened.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Sequence">Its place in the chain, from 1; null: it has none yet, for about a second.</param>
/// <param name="At">When.</param>
/// <param name="Event">What happened, in snake_case.</param>
/// <param name="ActorType">Who did it: <c>user</c>, <c>client</c>, or <c>operator</c>, at the command line; null: nobody who was known, or the provider itself.</param>
/// <param name="ActorId">The id of the user or the client; null: there is none.</param>
/// <param name="TargetType">What it was done to; null: nothing in particular.</param>
/// <param name="TargetId">Which of them.</param>
/// <param name="UserId">The user concerned; the account may be gone.</param>
/// <param name="ClientId">The client concerned.</param>
/// <param name="Address">From which network address.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="Before">What changed, as it was; null: nothing changed, or it was not there.</param>
/// <param name="After">What changed, as it became; null: nothing changed, or it is gone.</param>
/// <param name="Hash">What seals it; null: it is not sealed yet.</param>
public sealed record AuditLogEntry(
    Guid Id, long? Sequence, DateTimeOffset At, string Event, string? ActorType, string? ActorId, string? TargetType, string? TargetId,
    Guid? UserId, string? ClientId, string? Address, string Detail, JsonObject? Before, JsonObject? After, string? Hash)
{
    internal static AuditLogEntry Of(AuditEvent what) => new(
        what.Id, what.Sequence, what.At, what.Name, what.ActorType, what.ActorId, what.TargetType, what.TargetId,
        what.UserId, what.ClientId, what.Address, what.Detail, Parse(what.Before), Parse(what.After), what.Hash);

    // What somebody has spoiled in the database must not keep the rest from being read.
    private static JsonObject? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonNode.Parse(json) as JsonObject ?? new JsonObject { ["unreadable"] = json };
        }
        catch (JsonException)
        {
            return new JsonObject { ["unreadable"] = json };
        }
    }
}

/// <summary>Shows the audit log to those who may see it.</summary>
public sealed class AuditLog(ProviderDbContext db, AuditSealer sealer, AuditTrail trail, AccountRoles roles, AccountPolicy policy)
{
    private const int ReadAhead = 500;

    /// <summary>The newest first.</summary>
    public async Task<Reading<Page<AuditLogEntry>>> ListAsync(Actor actor, AuditQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.ReadAudit))
            return new Reading<Page<AuditLogEntry>>.Refused(AccountErrors.Forbidden);
        var errors = Check(query);
        page.Check(errors);
        if (errors.ToError() is { } wrong)
            return new Reading<Page<AuditLogEntry>>.Refused(wrong);
        var matching = Matching(query).OrderByDescending(what => what.At).ThenByDescending(what => what.Id);
        var found = await matching.Select(what => what.Id).PageAsync(ids => matching.Where(what => ids.Contains(what.Id)), page, cancellationToken);
        return new Reading<Page<AuditLogEntry>>.Found(found.With(found.Items.Select(AuditLogEntry.Of)));
    }

    /// <summary>All of them in the order of the chain, as they are read; what waits is sealed first. That they were taken along is an event too.</summary>
    public async Task<Reading<IAsyncEnumerable<AuditLogEntry>>> ExportAsync(
        Actor actor, AuditQuery query, AuditFormat format, RequestSource source, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.ReadAudit))
            return new Reading<IAsyncEnumerable<AuditLogEntry>>.Refused(AccountErrors.Forbidden);
        if (Check(query).ToError() is { } wrong)
            return new Reading<IAsyncEnumerable<AuditLogEntry>>.Refused(wrong);
        await trail.WriteAsync(new AuditEntry(AuditEvents.AuditExported, UserId: null, source, "The audit log was exported.")
        {
            By = actor,
            After = new JsonObject { ["format"] = format.Name, ["filters"] = AuditFilters.Write(query) },
        });
        await sealer.SealAsync(cancellationToken);
        return new Reading<IAsyncEnumerable<AuditLogEntry>>.Found(ReadAsync(query, cancellationToken));
    }

    private async IAsyncEnumerable<AuditLogEntry> ReadAsync(
        AuditQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A page at a time, each from where the last one ended: whoever reads slowly keeps no transaction open.
        List<AuditEvent> some;
        var last = 0L;
        do
        {
            some = await Matching(query).Where(what => what.Sequence > last).OrderBy(what => what.Sequence).Take(ReadAhead).ToListAsync(cancellationToken);
            foreach (var what in some)
                yield return AuditLogEntry.Of(what);
            last = some is [.., { Sequence: { } sequence }] ? sequence : last;
        }
        while (some.Count == ReadAhead);
    }

    private static FieldErrors Check(AuditQuery query)
    {
        var errors = new FieldErrors();
        if (query.TargetType is not null && !AuditTargets.All.Contains(query.TargetType))
            errors.Add("targetType", $"One of: {string.Join(", ", AuditTargets.All)}.");
        foreach (var (name, text) in new[] { ("event", query.Event), ("actor", query.Actor), ("target", query.Target), ("client", query.Client) })
        {
            if (text?.Any(char.IsControl) == true)
                errors.Add(name, "Has characters that nothing of the kind has.");
        }

        return errors;
    }

    private IQueryable<AuditEvent> Matching(AuditQuery query)
    {
        var events = db.AuditEvents.AsNoTracking();
        if (query.Event is { } name)
            events = events.Where(what => what.Name == name);
        if (query.Actor is { } actor)
            events = actor == AuditActors.Operator ? events.Where(what => what.ActorType == actor) : events.Where(what => what.ActorId == actor);
        if (query.TargetType is { } type)
            events = events.Where(what => what.TargetType == type);
        if (query.Target is { } target)
            events = events.Where(what => what.TargetId == target);
        if (query.User is { } user)
            events = events.Where(what => what.UserId == user);
        if (query.Client is { } client)
            events = events.Where(what => what.ClientId == client);
        if (query.From is { } from)
            events = events.Where(what => what.At >= from);
        if (query.To is { } to)
            events = events.Where(what => what.At < to);
        return events;
    }
}
