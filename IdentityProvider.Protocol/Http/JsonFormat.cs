using System.Text.Encodings.Web;
using System.Text.Json;

namespace IdentityProvider.Protocol.Http;

/// <summary>How JSON is read and written here: RFC names in snake_case, no needless escapes.</summary>
public static class JsonFormat
{
    /// <summary>For records whose members carry registered names, such as <see cref="Clients.Client"/>.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    // Answers are JSON documents of their own, never put into HTML: names in other scripts stay readable.
    internal static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
