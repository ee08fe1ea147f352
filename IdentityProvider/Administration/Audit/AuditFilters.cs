using System.Text.Json.Nodes;
using IdentityProvider.Accounts;

namespace IdentityProvider.Administration.Audit;

/// <summary>The filters of the audit log: what they are called in the addresses of the API and the console, and what may be typed into them.</summary>
internal static class AuditFilters
{
    private const string EventName = "event";
    private const string Actor = "actor";
    private const string TargetType = "targetType";
    private const string Target = "target";
    private const string User = "user";
    private const string Client = "client";
    private const string From = "from";
    private const string To = "to";

    public static IReadOnlyList<string> Names { get; } = [EventName, Actor, TargetType, Target, User, Client, From, To];

    /// <summary>Those that may be the identifier of an account.</summary>
    public static IReadOnlyList<string> OfPeople { get; } = [Actor, Target, User];

    /// <summary>Reads which events are wanted.</summary>
    /// <param name="typed">What a filter is set to; null or empty: to nothing.</param>
    /// <param name="errors">What can't be read.</param>
    public static AuditQuery Read(Func<string, string?> typed, FieldErrors errors)
    {
        return new AuditQuery(
            Text(EventName), Text(Actor), Text(TargetType), Text(Target), Account(Text(User), errors), Text(Client),
            Moment(From, Text(From), errors), Moment(To, Text(To), errors));

        string? Text(string name) => typed(name) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Reads in which format they are wanted; null: what is wrong stands in the errors.</summary>
    public static AuditFormat? ReadFormat(string? typed, FieldErrors errors)
    {
        var format = AuditFormat.Find(typed);
        if (format is null)
            errors.Add("format", $"One of: {string.Join(", ", AuditFormat.All.Select(known => known.Name))}.");
        return format;
    }

    /// <summary>Those that are set, by their names.</summary>
    public static JsonObject Write(AuditQuery query)
    {
        (string Name, string? Text)[] all =
        [
            (EventName, query.Event), (Actor, query.Actor), (TargetType, query.TargetType), (Target, query.Target), (User, query.User?.ToString()),
            (Client, query.Client), (From, TextOf(query.From)), (To, TextOf(query.To)),
        ];
        return new JsonObject(all.Where(filter => filter.Text is not null).Select(filter => KeyValuePair.Create(filter.Name, (JsonNode?)filter.Text)));
    }

    private static Guid? Account(string? text, FieldErrors errors)
    {
        if (text is null)
            return null;
        if (Guid.TryParse(text, out var id))
            return id;
        errors.Add(User, "No account has it. An identifier is a UUID.");
        return null;
    }

    private static DateTimeOffset? Moment(string name, string? text, FieldErrors errors)
    {
        if (text is null)
            return null;
        var moment = AuditMoment.Read(text);
        if (moment is null)
            errors.Add(name, "A date (2026-01-31), or a time with its zone (RFC 3339).");
        return moment;
    }

    private static string? TextOf(DateTimeOffset? moment) => moment is { } known ? UtcText.Of(known) : null;
}
