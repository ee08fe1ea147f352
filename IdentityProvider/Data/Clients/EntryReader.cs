using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace IdentityProvider.Data.Clients;

/// <summary>
/// Reads a client, a scope or an API from JSON, wherever it comes from. Every member is read by itself, so that one message can name all
/// that are wrong; an unknown member is an error, since it is most often a misspelt one.
/// </summary>
internal static class EntryReader
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <param name="entry">The object.</param>
    /// <param name="wrong">Is told each member that is wrong, and why.</param>
    public static T? Read<T>(JsonObject entry, Action<string, string> wrong) where T : class
    {
        var isRight = true;
        var known = Json.GetTypeInfo(typeof(T)).Properties;
        foreach (var (member, value) in entry)
        {
            var property = known.FirstOrDefault(property => property.Name == member);
            if (property is not null && Fits(property, value))
                continue;
            wrong(member, property is null ? "is an unknown member" : $"has the wrong type: {TypeOf(property.PropertyType)}");
            isRight = false;
        }

        foreach (var missing in known.Where(property => property.IsRequired && !entry.ContainsKey(property.Name)))
        {
            wrong(missing.Name, "is missing");
            isRight = false;
        }

        return isRight ? entry.Deserialize<T>(Json) : null;
    }

    private static bool Fits(JsonPropertyInfo property, JsonNode? value)
    {
        try
        {
            if (value is null)
                return property.IsSetNullable;
            var read = value.Deserialize(property.PropertyType, Json);
            return read is not IReadOnlyList<string> texts || texts.All(text => text is not null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter: an escaped half of a surrogate pair is JSON, but no text.
            return false;
        }
    }

    private static string TypeOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var simple when simple == typeof(string) => "it must be a text",
        var simple when simple == typeof(bool) => "it must be true or false",
        var simple when simple == typeof(int) || simple == typeof(long) => "it must be a whole number",
        _ => "it must be a list of texts",
    };
}
