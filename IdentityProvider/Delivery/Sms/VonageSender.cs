using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Delivery.Vendors;
using IdentityProvider.Protocol.Jose;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery.Sms;

/// <summary>
/// Sends by Vonage's SMS API, <c>POST /sms/json</c>. Of the vendor's two APIs this one needs a key and a secret rather than
/// an application with a key pair, answers for each part of a long message, and its receipts give our own id back.
/// </summary>
internal sealed class VonageSender(
    HttpClient http, [FromKeyedServices(VonageSender.SenderName)] VendorLine line, IOptions<DeliveryOptions> options, TimeProvider clock) : IMessageSender
{
    public const string SenderName = "vonage";

    public string Name => SenderName;

    public string Channel => MessageChannels.Sms;

    public Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) =>
        line.SendAsync(http, () => Request(message), ReadAsync, cancellationToken);

    // SMS API, "Send an SMS". The credentials stand in the body: addresses end up in logs.
    private HttpRequestMessage Request(OutgoingMessage message)
    {
        var vonage = options.Value.Vonage;
        List<KeyValuePair<string, string>> fields =
        [
            new("api_key", vonage.ApiKey!),
            new("api_secret", vonage.ApiSecret!),
            new("from", vonage.From!),
            new("to", message.To.TrimStart('+')),
            new("text", message.Body),
            new("client-ref", message.Id.ToString()),
        ];
        if (!SmsSegment.IsGsm(message.Body))
            fields.Add(new("type", "unicode"));
        return new HttpRequestMessage(HttpMethod.Post, "sms/json") { Content = new FormUrlEncodedContent(fields) };
    }

    // The answer is 200 whatever became of the message; each part has a status of its own.
    private async Task<SendOutcome> ReadAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.OK)
            return VendorAnswer.Later(answer, clock);
        var body = await VendorAnswer.ReadAsync(answer);
        if (body?["messages"] is not JsonArray { Count: > 0 } parts)
            return new SendOutcome.NotNow("unreadable_answer");

        // A message of which one part is missing is never shown: the worst part decides.
        var outcomes = parts.Select(OutcomeOf).ToList();
        return outcomes.Find(outcome => outcome is SendOutcome.Refused)
            ?? outcomes.Find(outcome => outcome is SendOutcome.NotNow)
            ?? outcomes[0];
    }

    private static SendOutcome OutcomeOf(JsonNode? part)
    {
        if (part is not JsonObject fields)
            return new SendOutcome.NotNow("unreadable_answer");
        return StrictJson.Text(fields, "status") is var status && status == "0"
            ? new SendOutcome.Accepted(VendorAnswer.Id(StrictJson.Text(fields, "message-id")))
            : VonageStatus.OfPart(status);
    }
}
