using System.Text.Json;
using System.Text.Json.Nodes;

namespace IdentityProvider.Protocol.Jose;

/// <summary>Reads JSON that anybody may have written: nothing in it makes a reader throw.</summary>
public static class StrictJson
{
    public static string? Text(JsonObject claims, string name) => Text(claims[name]);

    public static long? Number(JsonObject claims, string name) =>
        claims[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    /// <summary>The values of a member that is a string or an array of strings, such as <c>aud</c>.</summary>
    public static IReadOnlyList<string> Texts(JsonObject claims, string name) => claims[name] switch
    {
        JsonArray array => [.. array.Select(item => Text(item) ?? "")],
        var member when Text(member) is { } text => [text],
        _ => [],
    };

    private static string? Text(JsonNode? member)
    {
        try
        {
            return member is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: grammatical JSON, but no text.
            return null;
        }
    }

    /// <summary>An object of limited depth without repeated members (RFC 8725 2.4); null: the text is none.</summary>
    public static JsonObject? ParseObject(byte[] text) => Parse(text) as JsonObject;

    /// <summary>An array of the same kind; null: the text is none.</summary>
    public static JsonArray? ParseArray(byte[] text) => Parse(text) as JsonArray;

    private static JsonNode? Parse(byte[] text)
    {
        try
        {
            var parsed = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            // Members are read when they are first asked for, and only then does a name that is no text show.
            foreach (var objects in parsed is JsonArray array ? array.AsEnumerable() : [parsed])
                _ = (objects as JsonObject)?.Count;
            return parsed;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
