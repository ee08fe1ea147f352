using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Tests.Delivery.Vendors;

/// <summary>Vonage's SMS API (its OpenAPI document, and "Concatenation and encoding").</summary>
public partial class FakeVonage : FakeVendor
{
    public const string ApiKey = "abcd1234";
    public const string ApiSecret = "Zq8-vonage-api-secret";
    public const string SignatureSecret = "Zq8-vonage-signature-secret-of-receipts";
    public const string From = "AcmeInc";

    private static readonly string[] Required = ["api_key", "api_secret", "from", "to", "text"];
    private int _sent;

    /// <summary>The fields of a request.</summary>
    public static IReadOnlyDictionary<string, string> FieldsOf(VendorRequest request) =>
        QueryHelpers.ParseQuery(request.Body).ToDictionary(field => field.Key, field => field.Value.Single()!, StringComparer.Ordinal);

    /// <summary>An answer about one message, or about its parts, with these statuses.</summary>
    public static Func<HttpContext, Task> Statuses(params IEnumerable<string> statuses) => http => WriteAsync(http, statuses.Select((status, index) =>
        status == "0" ? Taken($"0A0000000000{index:D4}") : Refused(status)));

    protected override async Task AnswerAsync(HttpContext http, VendorRequest request)
    {
        if (request is not { Method: "POST", Address: "/sms/json", ContentType: "application/x-www-form-urlencoded" })
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var fields = FieldsOf(request);
        var status = StatusOf(fields);
        await WriteAsync(http, status == "0"
            ? Enumerable.Range(0, PartsOf(fields)).Select(_ => Taken("0A" + Interlocked.Increment(ref _sent).ToString("X14", CultureInfo.InvariantCulture)))
            : [Refused(status)]);
    }

    private static string StatusOf(IReadOnlyDictionary<string, string> fields)
    {
        if (Required.Any(name => string.IsNullOrEmpty(fields.GetValueOrDefault(name))))
            return "2";
        if (fields["api_key"] != ApiKey || fields["api_secret"] != ApiSecret)
            return "4";
        return !Number().IsMatch(fields["to"]) || fields.GetValueOrDefault("client-ref", "").Length > 40 || fields.GetValueOrDefault("type", "text") is not ("text" or "unicode") ? "3" : "0";
    }

    // 160 letters of seven bits or 70 of two bytes; in several parts 153 and 67, as the rest tells which part it is.
    private static int PartsOf(IReadOnlyDictionary<string, string> fields)
    {
        var length = fields["text"].Length;
        var (alone, together) = fields.GetValueOrDefault("type") == "unicode" ? (70, 67) : (160, 153);
        return length <= alone ? 1 : (length + together - 1) / together;
    }

    private static JsonObject Taken(string id) => new()
    {
        ["to"] = "959791234567",
        ["message-id"] = id,
        ["status"] = "0",
        ["remaining-balance"] = "3.14159265",
        ["message-price"] = "0.03330000",
        ["network"] = "41401",
    };

    // The real ones repeat the number in this text.
    private static JsonObject Refused(string status) => new() { ["status"] = status, ["error-text"] = "Refused: to=959791234567" };

    private static Task WriteAsync(HttpContext http, IEnumerable<JsonObject> messages)
    {
        var array = new JsonArray([.. messages]);
        return http.Response.WriteAsJsonAsync(new JsonObject { ["message-count"] = array.Count.ToString(CultureInfo.InvariantCulture), ["messages"] = array });
    }

    [GeneratedRegex(@"^\d{7,15}$", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
