using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Api;
using IdentityProvider.Delivery.Sms;
using IdentityProvider.Protocol.Jose;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery.Reports;

/// <summary>Takes Vonage's delivery receipts, signed ones only (SMS API, "Delivery receipts"), as a form or as JSON, whichever the account is set to.</summary>
internal static class VonageReceiptCalls
{
    private const int LongestBody = 16 * 1024;

    public static async Task<IResult> TakeAsync(
        HttpRequest request, IOptions<DeliveryOptions> options, MessageReports reports, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Nobody's word can be trusted then: there is no such address.
        if (options.Value.Vonage.SignatureSecret is not { Length: > 0 } secret)
            return Results.NotFound();
        if (await BodyReader.ReadAsync(request, LongestBody) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (Parameters(request.ContentType, body) is not { } receipt)
            return Results.BadRequest();
        if (!VonageSignature.Holds(receipt, secret) || !CallAge.IsFresh(receipt.GetValueOrDefault("timestamp"), clock.GetUtcNow()))
            return Results.Unauthorized();

        if (ReportOf(receipt) is { } report)
            await reports.ApplyAsync(VonageSender.SenderName, MessageChannels.Sms, [report], cancellationToken);
        // Whatever it was about: else it would be repeated for a day.
        return Results.NoContent();
    }

    // "DLR status messages". The others, accepted, buffered and unknown, are no news.
    private static MessageReport? ReportOf(Dictionary<string, string> receipt)
    {
        var id = Guid.TryParse(receipt.GetValueOrDefault("client-ref"), out var ours) ? ours : (Guid?)null;
        var vendorId = receipt.GetValueOrDefault("messageId");
        return receipt.GetValueOrDefault("status") switch
        {
            "delivered" => new MessageReport(id, vendorId, Failure: null),
            "expired" => new MessageReport(id, vendorId, "expired"),
            "failed" or "rejected" => new MessageReport(id, vendorId, VonageStatus.OfReceipt(receipt.GetValueOrDefault("err-code"))),
            _ => null,
        };
    }

    private static Dictionary<string, string>? Parameters(string? contentType, byte[] body) =>
        contentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true ? OfJson(body) : OfForm(body);

    private static Dictionary<string, string>? OfJson(byte[] body)
    {
        if (StrictJson.ParseObject(body) is not { } json)
            return null;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in json)
        {
            if (TextOf(json, name, value) is not { } text)
                return null;
            parameters[name] = text;
        }

        return parameters;
    }

    // Every value is documented as a text; a number is signed as it is written.
    private static string? TextOf(JsonObject json, string name, JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? value.ToJsonString() : StrictJson.Text(json, name);

    private static Dictionary<string, string>? OfForm(byte[] body)
    {
        var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
        return form.All(field => field.Value.Count == 1) ? form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal) : null;
    }
}
