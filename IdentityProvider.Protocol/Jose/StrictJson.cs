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
    public static JsonObject? ParseObject(byte[] text)
    {
        try
        {
            var parsed = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false }) as JsonObject;
            // Members are read when they are first asked for, and only then does a name that is no text show.
            _ = parsed?.Count;
            return parsed;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
