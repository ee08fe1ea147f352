using System.Text.Json.Nodes;
using IdentityProvider.Api;
using IdentityProvider.Delivery.Email;
using IdentityProvider.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery.Reports;

/// <summary>Takes the calls of SendGrid's event webhook, signed ones only ("Event Webhook Reference").</summary>
internal static class SendGridEventCalls
{
    // A call has up to 768 kilobytes ("Getting Started with the Event Webhook").
    private const int LongestBody = 1024 * 1024;
    private const string SignatureHeader = "X-Twilio-Email-Event-Webhook-Signature";
    private const string TimestampHeader = "X-Twilio-Email-Event-Webhook-Timestamp";

    public static async Task<IResult> TakeAsync(
        HttpRequest request, IOptions<DeliveryOptions> options, MessageReports reports, TimeProvider clock, CancellationToken cancellationToken)
    {
        // Nobody's word can be trusted then: there is no such address.
        if (options.Value.SendGrid.WebhookPublicKey is not { Length: > 0 } publicKey)
            return Results.NotFound();
        var signature = request.Headers[SignatureHeader].ToString();
        var timestamp = request.Headers[TimestampHeader].ToString();
        if (signature.Length == 0 || !CallAge.IsFresh(timestamp, clock.GetUtcNow()))
            return Results.Unauthorized();
        if (await BodyReader.ReadAsync(request, LongestBody) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (!SendGridSignature.Holds(publicKey, signature, timestamp, body))
            return Results.Unauthorized();
        if (StrictJson.ParseArray(body) is not { } events)
            return Results.BadRequest();

        await reports.ApplyAsync(SendGridSender.SenderName, MessageChannels.Email, [.. events.OfType<JsonObject>().Select(ReportOf).OfType<MessageReport>()], cancellationToken);
        // Whatever they were about, other mails of the account too: else they would be repeated for a day.
        return Results.NoContent();
    }

    // "Delivery events". A mail that is deferred is tried again; what people do with a mail is none of our business.
    private static MessageReport? ReportOf(JsonObject one) => StrictJson.Text(one, "event") switch
    {
        "delivered" => Report(one, failure: null),
        "bounce" => Report(one, StrictJson.Text(one, "type") == "blocked" ? "blocked" : "bounced"),
        "dropped" => Report(one, DropReason(StrictJson.Text(one, "reason"))),
        _ => null,
    };

    private static string DropReason(string? reason) => reason switch
    {
        "Unsubscribed Address" => "dropped_unsubscribed",
        "Bounced Address" => "dropped_bounced_before",
        "Spam Reporting Address" => "dropped_spam_reported",
        "Spam Content" => "dropped_spam_content",
        "Invalid" => "dropped_invalid",
        "Recipient List over Package Quota" => "dropped_over_quota",
        _ => "dropped",
    };

    // Custom arguments stand beside the event's own members. An id of SendGrid's begins with what the answer to our request said.
    private static MessageReport Report(JsonObject one, string? failure) => new(
        Guid.TryParse(StrictJson.Text(one, SendGridSender.MessageIdArgument), out var id) ? id : null,
        StrictJson.Text(one, "sg_message_id")?.Split('.')[0],
        failure);
}
