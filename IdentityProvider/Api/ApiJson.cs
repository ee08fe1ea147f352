using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IdentityProvider.Accounts;
using IdentityProvider.Administration;

namespace IdentityProvider.Api;

/// <summary>How the API writes JSON: camelCase, instants in UTC with a Z, other scripts readable.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcConverter() },
    };

    public static IResult Answer(object body, int status = StatusCodes.Status200OK) => Results.Json(body, Options, statusCode: status);

    public static IResult Answer<T>(Reading<T> reading) where T : notnull => Answer(reading, what => Answer(what));

    /// <param name="reading">What looking came to.</param>
    /// <param name="answer">Answers with what was found.</param>
    public static IResult Answer<T>(Reading<T> reading, Func<T, IResult> answer) => reading switch
    {
        Reading<T>.Found found => answer(found.What),
        Reading<T>.Refused refused => new Problem(refused.Error),
        _ => throw new UnreachableException(reading.GetType().Name),
    };

    /// <summary>It is done, and there is nothing to say.</summary>
    public static IResult Done(int status = StatusCodes.Status200OK) => Answer(new { }, status);

    private sealed class UtcConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(UtcText.Of(value));
    }
}
