using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Api.Description;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Api;

/// <summary>
/// The JSON object of a request, read by hand: what is broken, too large or of a wrong type becomes an answer that says
/// so, never an exception. Members that nobody asks for are passed over.
/// </summary>
internal sealed class JsonBody
{
    private const int Longest = 64 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonElement _object;
    private readonly FieldErrors _errors = new();

    private JsonBody(JsonElement content) => _object = content;

    private JsonBody(AccountError unreadable) => Unreadable = unreadable;

    /// <summary>Why there is no object; null: there is.</summary>
    public AccountError? Unreadable { get; }

    /// <summary>What is wrong with the members that were read until now; null: nothing.</summary>
    public AccountError? Wrong => _errors.ToError();

    /// <summary>Called by the framework for a handler's parameter.</summary>
    public static async ValueTask<JsonBody> BindAsync(HttpContext context)
    {
        if (MayBeLeftOut(context))
            return new JsonBody(JsonDocument.Parse("{}").RootElement);
        if (!IsJson(context.Request.ContentType))
            return new JsonBody(ApiErrors.MediaTypeUnsupported);
        if (await BodyReader.ReadAsync(context.Request, Longest) is not { } bytes)
            return new JsonBody(ApiErrors.BodyTooLarge);

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonBody(document.RootElement.Clone())
                : new JsonBody(ApiErrors.BodyInvalid);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter: a name with an escaped half of a surrogate pair is JSON, but no text.
            return new JsonBody(ApiErrors.BodyInvalid);
        }
    }

    /// <summary>Whether the member is there, though it may be null.</summary>
    public bool Has(string name) => _object.TryGetProperty(name, out _);

    /// <summary>A text; null where it is left out or null. Of another type: <see cref="Wrong"/> says so.</summary>
    public string? Text(string name)
    {
        if (!_object.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (TextOf(value) is { } text)
            return text;
        _errors.Add(name, "Must be a text.");
        return null;
    }

    /// <summary>True or false; false where it is left out or null. Of another type: <see cref="Wrong"/> says so.</summary>
    public bool Flag(string name)
    {
        if (!_object.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.False)
            return false;
        if (value.ValueKind != JsonValueKind.True)
            _errors.Add(name, "Must be true or false.");
        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>Several texts; none where they are left out or null. Of another type: <see cref="Wrong"/> says so.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!_object.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return [];
        if (value.ValueKind == JsonValueKind.Array)
        {
            var texts = value.EnumerateArray().Select(TextOf).OfType<string>().ToList();
            if (texts.Count == value.GetArrayLength())
                return texts;
        }

        _errors.Add(name, "Must be a list of texts.");
        return [];
    }

    /// <summary>A whole number; null where it is left out or null. Of another type, or out of these bounds: <see cref="Wrong"/> says so.</summary>
    public long? Number(string name, long least, long most)
    {
        if (!_object.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most)
            return number;
        _errors.Add(name, $"Must be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>All of it, for whoever reads it by another way.</summary>
    public JsonObject ToObject() => JsonObject.Create(_object)!;

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON, but no text.
            return null;
        }
    }

    private static bool MayBeLeftOut(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Request>() is { IsOptional: true }
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false };

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/merge-patch+json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
