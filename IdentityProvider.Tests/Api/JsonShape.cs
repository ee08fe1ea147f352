using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IdentityProvider.Tests.Api;

/// <summary>
/// Holds JSON against a schema of an OpenAPI document: the part of JSON Schema that ours uses. A keyword that is not read
/// here is an error, lest a schema say something that nobody checks.
/// </summary>
internal sealed class JsonShape(JsonObject document)
{
    /// <summary>What is wrong with the value, each with its place; nothing: it conforms.</summary>
    public IEnumerable<string> Violations(JsonNode? value, JsonNode schema, string place = "$") =>
        schema.AsObject().SelectMany(keyword => Violations(keyword.Key, keyword.Value!, value, place));

    /// <summary>The members that no schema names.</summary>
    public IEnumerable<string> Unknown(JsonNode? value, JsonNode schema, string place = "$") => Unknown(value, [.. Parts(schema.AsObject())], place);

    /// <summary>The part of the document that a reference names; what is no reference is itself.</summary>
    public JsonObject Resolve(JsonNode node) => node["$ref"] is not { } reference
        ? node.AsObject()
        : ((string)reference!).TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate((JsonNode)document, (parent, name) => parent[name] ?? throw new KeyNotFoundException($"{reference} leads nowhere."))
            .AsObject();

    private IEnumerable<string> Violations(string keyword, JsonNode argument, JsonNode? value, string place) => keyword switch
    {
        "description" or "title" or "default" => [],
        "$ref" => Violations(value, Resolve(new JsonObject { ["$ref"] = (string)argument! }), place),
        "allOf" => argument.AsArray().SelectMany(part => Violations(value, part!, place)),
        "oneOf" when argument.AsArray().Count(part => !Violations(value, part!, place).Any()) == 1 => [],
        "required" when value is JsonObject all => argument.AsArray().Where(name => !all.ContainsKey((string)name!)).Select(name => $"{place}.{name} is missing"),
        "properties" when value is JsonObject members => argument.AsObject()
            .Where(property => members.ContainsKey(property.Key))
            .SelectMany(property => Violations(members[property.Key], property.Value!, $"{place}.{property.Key}")),
        "additionalProperties" when value is JsonObject others => others.SelectMany(member => Violations(member.Value, argument, $"{place}.{member.Key}")),
        "items" when value is JsonArray items => items.SelectMany((item, index) => Violations(item, argument, $"{place}[{index}]")),
        _ when Holds(keyword, argument, value) => [],
        _ => [$"{place} is {value?.ToJsonString() ?? "null"}, against {keyword} {argument.ToJsonString()}"],
    };

    private static bool Holds(string keyword, JsonNode argument, JsonNode? value) => keyword switch
    {
        "type" => (argument is JsonArray types ? types.Select(type => (string)type!) : [(string)argument!]).Any(type => IsOf(type, value)),
        "enum" => argument.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
        "format" => value is null || HasFormat((string)argument!, value),
        "minLength" => value is null || ((string)value!).Length >= (int)argument,
        "maxLength" => value is null || ((string)value!).Length <= (int)argument,
        "minimum" => value is null || (long)value >= (long)argument,
        "maximum" => value is null || (long)value <= (long)argument,
        "minItems" => value is not JsonArray list || list.Count >= (int)argument,
        "oneOf" => false,
        "required" or "properties" or "additionalProperties" or "items" => true,
        _ => throw new NotSupportedException($"Nothing here checks the keyword {keyword}."),
    };

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => long.TryParse(value!.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ => false,
    };

    private static bool HasFormat(string format, JsonNode value) => format switch
    {
        "uuid" => Guid.TryParseExact((string)value!, "D", out _),
        "date" => DateOnly.TryParseExact((string)value!, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        // The contract promises UTC.
        "date-time" => ((string)value!).EndsWith('Z') && DateTimeOffset.TryParse((string)value!, CultureInfo.InvariantCulture, out _),
        "email" => ((string)value!).Contains('@'),
        "int32" => int.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "int64" => long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "password" => true,
        _ => throw new NotSupportedException($"Nothing here checks the format {format}."),
    };

    private IEnumerable<string> Unknown(JsonNode? value, IReadOnlyCollection<JsonObject> schemas, string place) => value switch
    {
        // A schema that says nothing takes everything.
        _ when schemas.Any(schema => schema.Count == 0) => [],
        JsonObject members => members.SelectMany(member => schemas.SelectMany(schema => SchemasOf(schema, member.Key)).ToList() is { Count: > 0 } named
            ? Unknown(member.Value, named, $"{place}.{member.Key}")
            : [$"{place}.{member.Key} is not documented"]),
        JsonArray items => items.SelectMany((item, index) =>
            Unknown(item, [.. schemas.Select(schema => schema["items"]).OfType<JsonObject>().SelectMany(Parts)], $"{place}[{index}]")),
        _ => [],
    };

    private IEnumerable<JsonObject> SchemasOf(JsonObject schema, string member) =>
        (schema["properties"]?[member] ?? schema["additionalProperties"]) is JsonObject found ? Parts(found) : [];

    /// <summary>The schema, without the references and alternatives it is made of.</summary>
    private IEnumerable<JsonObject> Parts(JsonObject schema)
    {
        var resolved = Resolve(schema);
        var parts = (resolved["allOf"] as JsonArray ?? []).Concat(resolved["oneOf"] as JsonArray ?? []);
        return [resolved, .. parts.SelectMany(part => Parts(part!.AsObject()))];
    }
}
