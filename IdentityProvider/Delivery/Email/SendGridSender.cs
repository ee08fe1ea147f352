using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IdentityProvider.Delivery.Vendors;
using IdentityProvider.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery.Email;

/// <summary>Sends by SendGrid's Web API v3, <c>POST /v3/mail/send</c>.</summary>
internal sealed class SendGridSender(
    HttpClient http, [FromKeyedServices(SendGridSender.SenderName)] VendorLine line, MailboxName from, IOptions<DeliveryOptions> options, TimeProvider clock)
    : IMessageSender
{
    public const string SenderName = "sendgrid";

    /// <summary>The custom argument by which its events name our message.</summary>
    public const string MessageIdArgument = "message_id";

    private const string MessageIdHeader = "X-Message-Id";

    public string Name => SenderName;

    public string Channel => MessageChannels.Email;

    public Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) =>
        line.SendAsync(http, () => Request(message), ReadAsync, cancellationToken);

    private HttpRequestMessage Request(OutgoingMessage message) => new(HttpMethod.Post, "v3/mail/send")
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.Value.SendGrid.ApiKey) },
        Content = JsonContent.Create(Mail(message)),
    };

    // "Mail Send", "Request body".
    private JsonObject Mail(OutgoingMessage message)
    {
        // The plain text has to come first.
        var content = new JsonArray(Content("text/plain", message.Body));
        if (message.Html is { } html)
            content.Add(Content("text/html", html));
        return new JsonObject
        {
            ["personalizations"] = new JsonArray(new JsonObject
            {
                ["to"] = new JsonArray(new JsonObject { ["email"] = message.To }),
                ["custom_args"] = new JsonObject { [MessageIdArgument] = message.Id.ToString() },
            }),
            ["from"] = new JsonObject { ["email"] = from.Address, ["name"] = from.Name },
            ["subject"] = message.Subject ?? from.Name,
            ["content"] = content,
            ["headers"] = new JsonObject { ["Auto-Submitted"] = "auto-generated" },
            // A link that is rewritten would hand its token to the vendor, and look like fraud to who reads it.
            ["tracking_settings"] = new JsonObject
            {
                ["click_tracking"] = new JsonObject { ["enable"] = false, ["enable_text"] = false },
                ["open_tracking"] = new JsonObject { ["enable"] = false },
                ["subscription_tracking"] = new JsonObject { ["enable"] = false },
            },
        };
    }

    private static JsonObject Content(string type, string value) => new() { ["type"] = type, ["value"] = value };

    /// <summary>
    /// What its statuses mean ("Mail Send", "Responses"; "Errors"). Refused is what will never work for this message; what an
    /// operator can mend, a key, the credit or the sender's identity, is worth another try.
    /// </summary>
    private async Task<SendOutcome> ReadAsync(HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.Accepted => new SendOutcome.Accepted(VendorAnswer.Id(answer.Headers.TryGetValues(MessageIdHeader, out var ids) ? ids.First() : null)),
        HttpStatusCode.BadRequest => OfBadRequest(await VendorAnswer.ReadAsync(answer)),
        HttpStatusCode.Unauthorized => new SendOutcome.NotNow("invalid_credentials"),
        HttpStatusCode.Forbidden => new SendOutcome.NotNow("forbidden"),
        HttpStatusCode.RequestEntityTooLarge => new SendOutcome.Refused("message_too_long"),
        _ => VendorAnswer.Later(answer, clock),
    };

    // {"errors":[{"field":"personalizations.0.to.0.email","message":"...","help":null}]}: only the field is ours to repeat.
    private static SendOutcome OfBadRequest(JsonObject? body)
    {
        var field = body?["errors"] is JsonArray { Count: > 0 } errors && errors[0] is JsonObject error ? StrictJson.Text(error, "field") : null;
        if (field is null)
            return body is null ? new SendOutcome.NotNow("unreadable_answer") : new SendOutcome.Refused("bad_request");
        if (field.StartsWith("from", StringComparison.Ordinal))
            return new SendOutcome.NotNow("invalid_sender_address");
        return new SendOutcome.Refused(field.StartsWith("personalizations", StringComparison.Ordinal) ? "invalid_recipient" : "bad_request");
    }
}
