using System.Text.Json.Nodes;
using IdentityProvider.Delivery;
using IdentityProvider.Tests.Delivery.Vendors;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Tests.Delivery;

/// <summary>A mail over the wire to SendGrid, and what its answers mean. What all vendors' answers have in common, <see cref="VonageSenderTests"/> show.</summary>
public sealed class SendGridSenderTests : IAsyncLifetime
{
    private readonly FakeSendGrid _sendGrid = new();
    private readonly SenderHost _host;

    public SendGridSenderTests() => _host = new SenderHost(Settings(_sendGrid.Origin));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _sendGrid.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("<p>Open the <a href=\"https://id.example/a?b=1&amp;c=2\">link</a></p>")]
    public async Task It_is_asked_for_as_documented(string? html)
    {
        var message = Mail() with { Html = html };
        Assert.Equal(new SendOutcome.Accepted("fake000000000000000001"), await _host.SendAsync("sendgrid", message));

        var request = Assert.Single(_sendGrid.Requests);
        Assert.Equal(("POST", "/v3/mail/send", $"Bearer {FakeSendGrid.ApiKey}"), (request.Method, request.Address, request.Authorization));
        Assert.StartsWith("application/json", request.ContentType, StringComparison.Ordinal);
        var content = new JsonArray(new JsonObject { ["type"] = "text/plain", ["value"] = message.Body });
        if (html is not null)
            content.Add(new JsonObject { ["type"] = "text/html", ["value"] = html });
        var expected = new JsonObject
        {
            ["personalizations"] = new JsonArray(new JsonObject
            {
                ["to"] = new JsonArray(new JsonObject { ["email"] = "may@people.example" }),
                ["custom_args"] = new JsonObject { ["message_id"] = message.Id.ToString() },
            }),
            ["from"] = new JsonObject { ["email"] = "no-reply@acme.example", ["name"] = "Acme" },
            ["subject"] = "Grüße",
            ["content"] = content,
            ["headers"] = new JsonObject { ["Auto-Submitted"] = "auto-generated" },
            ["tracking_settings"] = new JsonObject
            {
                ["click_tracking"] = new JsonObject { ["enable"] = false, ["enable_text"] = false },
                ["open_tracking"] = new JsonObject { ["enable"] = false },
                ["subscription_tracking"] = new JsonObject { ["enable"] = false },
            },
        };
        Assert.True(JsonNode.DeepEquals(expected, FakeSendGrid.MailOf(request)), request.Body);
    }

    public static TheoryData<string, Func<HttpContext, Task>> Answers => new()
    {
        { "refused invalid_recipient", FakeSendGrid.Error(400, "personalizations.0.to.0.email") },
        { "refused bad_request", FakeSendGrid.Error(400, "content") },
        { "refused bad_request", FakeSendGrid.Error(400, field: null) },
        { "refused bad_request", VendorAnswers.Status(400, "{}") },
        { "later invalid_sender_address", FakeSendGrid.Error(400, "from.email") },
        { "later unreadable_answer", VendorAnswers.Status(400, "<html>") },
        { "later invalid_credentials", FakeSendGrid.Error(401, field: null) },
        { "later forbidden", FakeSendGrid.Error(403, "from") },
        { "later http_404", FakeSendGrid.Error(404, field: null) },
        { "later http_405", FakeSendGrid.Error(405, field: null) },
        { "later http_406", FakeSendGrid.Error(406, field: null) },
        { "refused message_too_long", FakeSendGrid.Error(413, field: null) },
        { "later http_451", FakeSendGrid.Error(451, field: null) },
        { "later http_500", FakeSendGrid.Error(500, field: null) },
        { "later http_503", FakeSendGrid.Error(503, field: null) },
        { "later http_200", VendorAnswers.Garbage },
        { "later http_302", VendorAnswers.Status(302, "", ("Location", "https://elsewhere.example/")) },
        { "later unknown", VendorAnswers.Reset },
        { "accepted", VendorAnswers.Status(202) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_documented_status_has_its_meaning(string expected, Func<HttpContext, Task> answer)
    {
        _sendGrid.AnswerNext(answer);
        Assert.Equal(expected, VonageSenderTests.Words(await _host.SendAsync("sendgrid", Mail())));
        Assert.Single(_sendGrid.Requests);
    }

    [Fact]
    public async Task The_end_of_a_rate_limit_is_waited_for()
    {
        var reset = _host.Clock.GetUtcNow().AddSeconds(90).ToUnixTimeSeconds();
        _sendGrid.AnswerNext(VendorAnswers.Status(429, """{"errors":[{"field":null,"message":"too many requests"}]}""", ("X-RateLimit-Reset", $"{reset}")));
        var first = Assert.IsType<SendOutcome.NotNow>(await _host.SendAsync("sendgrid", Mail()));
        Assert.Equal("throttled", first.Reason);
        Assert.InRange(first.RetryAfter!.Value, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(90));

        Assert.IsType<SendOutcome.NotNow>(await _host.SendAsync("sendgrid", Mail()));
        Assert.Single(_sendGrid.Requests);
        _host.Clock.Advance(TimeSpan.FromSeconds(91));
        Assert.IsType<SendOutcome.Accepted>(await _host.SendAsync("sendgrid", Mail()));
    }

    internal static List<KeyValuePair<string, string?>> Settings(string origin) =>
    [
        new("Delivery:Email:Senders", "sendgrid"),
        new("Delivery:Email:From", "no-reply@acme.example"),
        new("Delivery:SendGrid:ApiKey", FakeSendGrid.ApiKey),
        new("Delivery:SendGrid:BaseUrl", origin),
    ];

    private static OutgoingMessage Mail() => new(MessageChannels.Email, "may@people.example", "Open https://id.example/a?b=1&c=2\n") { Subject = "Grüße" };
}
