using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Tests.Delivery.Vendors;

/// <summary>SendGrid's <c>POST /v3/mail/send</c> ("Mail Send"; "Errors").</summary>
public sealed class FakeSendGrid : FakeVendor
{
    public const string ApiKey = "SG.Zq8-sendgrid-api-key";
    private int _sent;

    public static JsonObject MailOf(VendorRequest request) => JsonNode.Parse(request.Body)!.AsObject();

    public static Func<HttpContext, Task> Error(int status, string? field, string message = "The address person@people.example is wrong.") =>
        VendorAnswers.Status(status, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["field"] = field, ["message"] = message, ["help"] = null }) }.ToJsonString());

    protected override Task AnswerAsync(HttpContext http, VendorRequest request)
    {
        if (request is not { Method: "POST", Address: "/v3/mail/send" })
            return Error(404, field: null, "not found")(http);
        if (request.Authorization != $"Bearer {ApiKey}")
            return Error(401, field: null, "The provided authorization grant is invalid, expired, or revoked")(http);
        if (WrongFieldOf(MailOf(request)) is { } field)
            return Error(400, field)(http);
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.Headers["X-Message-Id"] = "fake" + Interlocked.Increment(ref _sent).ToString("D18", CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    private static string? WrongFieldOf(JsonObject mail)
    {
        if (mail["personalizations"]?[0]?["to"]?[0]?["email"] is null)
            return "personalizations.0.to.0.email";
        if (mail["from"]?["email"] is null)
            return "from.email";
        if (mail["subject"] is null)
            return "subject";
        // "If present, text/plain must come first, followed by text/html."
        return (string?)mail["content"]?[0]?["type"] == "text/plain" ? null : "content";
    }
}
