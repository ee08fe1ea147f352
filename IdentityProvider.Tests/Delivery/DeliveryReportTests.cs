using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Tests.Delivery.Vendors;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Delivery;

/// <summary>What vendors report of a message: only what they have signed counts, and it moves the message's state forward.</summary>
public abstract class DeliveryReportTests(DeliveryReportTests.Reported fixture)
{
    private readonly Provider _provider = fixture.Provider;

    /// <summary>A provider that takes reports and sends nothing: its messages are put into the database as sent.</summary>
    public class Reported(DatabaseKind database) : ProviderFixture
    {
        internal SignedCalls Calls { get; } = new();

        protected override void Configure(ProviderSettings settings) => settings.On(database)
            .With("Delivery:Vonage:SignatureSecret", FakeVonage.SignatureSecret)
            .With("Delivery:SendGrid:WebhookPublicKey", Calls.PublicKey);

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            Calls.Dispose();
        }
    }

    [ToolTheory]
    [InlineData("delivered", "0", "delivered", null)]
    [InlineData("failed", "1", "failed", "not_delivered")]
    [InlineData("failed", "3", "failed", "absent_for_good")]
    [InlineData("rejected", "6", "failed", "taken_for_spam")]
    [InlineData("expired", "2", "failed", "expired")]
    [InlineData("accepted", "0", "sent", null)]
    [InlineData("buffered", "0", "sent", null)]
    [InlineData("unknown", "1", "sent", null)]
    [InlineData("something new", "77", "sent", null)]
    public async Task A_receipt_tells_what_became_of_an_SMS(string status, string errorCode, string state, string? failure)
    {
        var message = await SentAsync("sms", "vonage");
        Assert.Equal(HttpStatusCode.NoContent, await ReceiptAsync(SignedCalls.Sign(SignedCalls.Receipt(Now, status, errorCode, message.Id))));
        var row = await RowAsync(message);
        Assert.Equal((state, failure), (row.State, row.Failure));
    }

    [ToolFact]
    public async Task A_receipt_may_name_the_message_by_the_vendors_id_alone_and_come_as_a_form()
    {
        var message = await SentAsync("sms", "vonage");
        var receipt = SignedCalls.Sign(SignedCalls.Receipt(Now, "delivered", "0", message: null, message.VendorId!), "SHA-512 HMAC");
        using var answer = await _provider.Http.PostAsync("/delivery/vonage/receipts", new FormUrlEncodedContent(receipt));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("delivered", (await RowAsync(message)).State);
    }

    [ToolTheory]
    [InlineData("delivered", null, "delivered", null)]
    [InlineData("bounce", "bounce", "failed", "bounced")]
    [InlineData("bounce", "blocked", "failed", "blocked")]
    [InlineData("dropped", "Bounced Address", "failed", "dropped_bounced_before")]
    [InlineData("dropped", "may@people.example is odd", "failed", "dropped")]
    [InlineData("deferred", null, "sent", null)]
    [InlineData("processed", null, "sent", null)]
    [InlineData("open", null, "sent", null)]
    public async Task An_event_tells_what_became_of_a_mail(string kind, string? detail, string state, string? failure)
    {
        var message = await SentAsync("email", "sendgrid");
        var one = SignedCalls.Event(Now, kind, message.Id);
        one[kind == "bounce" ? "type" : "reason"] = detail;
        Assert.Equal(HttpStatusCode.NoContent, await EventsAsync(one));
        var row = await RowAsync(message);
        Assert.Equal((state, failure), (row.State, row.Failure));
    }

    [ToolFact]
    public async Task One_call_may_tell_of_many_mails_and_of_strangers()
    {
        var first = await SentAsync("email", "sendgrid");
        var second = await SentAsync("email", "sendgrid", "kCAi1KttyQdEKHhdCnuEAx");
        var third = await SentAsync("email", "sendgrid");
        Assert.Equal(HttpStatusCode.NoContent, await EventsAsync(
            SignedCalls.Event(Now, "bounce", third.Id),
            SignedCalls.Event(Now, "delivered", first.Id),
            SignedCalls.Event(Now, "delivered", message: null, "nobody-knows-this-one"),
            SignedCalls.Event(Now, "delivered", Guid.Parse("01999999-0000-7000-8000-000000000000")),
            SignedCalls.Event(Now, "delivered", message: null, "kCAi1KttyQdEKHhdCnuEAx"),
            SignedCalls.Event(Now, "delivered", third.Id)));
        Assert.Equal(("delivered", "delivered", "failed"), ((await RowAsync(first)).State, (await RowAsync(second)).State, (await RowAsync(third)).State));
    }

    [ToolFact]
    public async Task A_state_only_moves_forward_however_often_and_in_which_order_reports_come()
    {
        var message = await SentAsync("sms", "vonage");
        var delivered = SignedCalls.Sign(SignedCalls.Receipt(Now, "delivered", "0", message.Id));
        var failed = SignedCalls.Sign(SignedCalls.Receipt(Now, "failed", "8", message.Id));
        var later = SignedCalls.Sign(SignedCalls.Receipt(Now, "failed", "6", message.Id));
        foreach (var (receipt, state, failure) in new[]
        {
            (delivered, "delivered", null), (delivered, "delivered", null), (failed, "failed", "network_error"),
            (delivered, "failed", "network_error"), (later, "failed", "network_error"),
        })
        {
            Assert.Equal(HttpStatusCode.NoContent, await ReceiptAsync(receipt));
            var row = await RowAsync(message);
            Assert.Equal((state, failure), (row.State, row.Failure));
        }
    }

    [ToolFact]
    public async Task A_report_that_is_faster_than_the_answer_closes_the_message()
    {
        var message = await SentAsync("sms", sender: null);
        await ReceiptAsync(SignedCalls.Sign(SignedCalls.Receipt(Now, "delivered", "0", message.Id)));
        var row = await RowAsync(message);
        Assert.Equal(("delivered", "vonage", null), (row.State, row.Sender, row.NextAttemptAt));
        Assert.NotNull(row.SentAt);
        Assert.Empty(row.Protected);
    }

    [ToolFact]
    public async Task One_vendor_says_nothing_of_what_another_has_sent()
    {
        var sms = await SentAsync("sms", "other");
        var mail = await SentAsync("email", sender: null);
        Assert.Equal(HttpStatusCode.NoContent, await ReceiptAsync(SignedCalls.Sign(SignedCalls.Receipt(Now, "failed", "1", sms.Id, sms.VendorId!))));
        Assert.Equal(HttpStatusCode.NoContent, await ReceiptAsync(SignedCalls.Sign(SignedCalls.Receipt(Now, "failed", "1", mail.Id))));
        Assert.Equal(HttpStatusCode.NoContent, await EventsAsync(SignedCalls.Event(Now, "bounce", sms.Id)));
        Assert.Equal(("sent", "waiting"), ((await RowAsync(sms)).State, (await RowAsync(mail)).State));
    }

    [ToolTheory]
    [InlineData("no signature")]
    [InlineData("another secret")]
    [InlineData("another value")]
    [InlineData("a value more")]
    [InlineData("no hex")]
    [InlineData("MD5 hash")]
    [InlineData("MD5 HMAC")]
    [InlineData("SHA1 HMAC")]
    [InlineData("yesterday's")]
    [InlineData("tomorrow's")]
    [InlineData("without time")]
    public async Task A_receipt_that_Vonage_did_not_sign_now_counts_for_nothing(string spoiled)
    {
        var message = await SentAsync("sms", "vonage");
        var receipt = SignedCalls.Receipt(Now, "delivered", "0", message.Id);
        var signed = spoiled switch
        {
            "no signature" => receipt,
            "another secret" => SignedCalls.Sign(receipt, secret: "another-secret"),
            "another value" => new Dictionary<string, string>(SignedCalls.Sign(receipt)) { ["err-code"] = "1" },
            "a value more" => new Dictionary<string, string>(SignedCalls.Sign(receipt)) { ["more"] = "1" },
            "no hex" => new Dictionary<string, string>(receipt) { ["sig"] = "zz" },
            "yesterday's" => SignedCalls.Sign(SignedCalls.Receipt(Now.AddHours(-26), "delivered", "0", message.Id)),
            "tomorrow's" => SignedCalls.Sign(SignedCalls.Receipt(Now.AddMinutes(10), "delivered", "0", message.Id)),
            "without time" => SignedCalls.Sign(new Dictionary<string, string>(receipt.Where(field => field.Key != "timestamp"))),
            var method => SignedCalls.Sign(receipt, method),
        };
        Assert.Equal(HttpStatusCode.Unauthorized, await ReceiptAsync(signed));
        Assert.Equal("sent", (await RowAsync(message)).State);
    }

    [ToolTheory]
    [InlineData("no signature")]
    [InlineData("no time")]
    [InlineData("another key")]
    [InlineData("another body")]
    [InlineData("another time")]
    [InlineData("no base64")]
    [InlineData("a signature of a kilobyte")]
    [InlineData("yesterday's")]
    [InlineData("tomorrow's")]
    public async Task An_event_that_SendGrid_did_not_sign_now_counts_for_nothing(string spoiled)
    {
        var message = await SentAsync("email", "sendgrid");
        var body = new JsonArray(SignedCalls.Event(Now, "bounce", message.Id)).ToJsonString();
        using var stranger = new SignedCalls();
        using var call = spoiled switch
        {
            "another key" => stranger.Call(body, Now),
            "yesterday's" => fixture.Calls.Call(body, Now.AddHours(-26)),
            "tomorrow's" => fixture.Calls.Call(body, Now.AddMinutes(10)),
            _ => fixture.Calls.Call(body, Now),
        };
        const string Signature = "X-Twilio-Email-Event-Webhook-Signature";
        const string Timestamp = "X-Twilio-Email-Event-Webhook-Timestamp";
        switch (spoiled)
        {
            case "no signature": call.Headers.Remove(Signature); break;
            case "no time": call.Headers.Remove(Timestamp); break;
            case "another body": call.Content = new StringContent(body + " "); break;
            case "another time": Replace(call, Timestamp, Now.AddSeconds(1).ToUnixTimeSeconds().ToString()); break;
            case "no base64": Replace(call, Signature, "%%"); break;
            case "a signature of a kilobyte": Replace(call, Signature, new string('A', 1024)); break;
        }

        using var answer = await _provider.Http.SendAsync(call);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("sent", (await RowAsync(message)).State);
    }

    [ToolTheory]
    [InlineData("/delivery/vonage/receipts", "application/json", "{", HttpStatusCode.BadRequest)]
    [InlineData("/delivery/vonage/receipts", "application/json", "[1]", HttpStatusCode.BadRequest)]
    [InlineData("/delivery/vonage/receipts", "application/json", "{\"sig\":{\"a\":1}}", HttpStatusCode.BadRequest)]
    [InlineData("/delivery/vonage/receipts", "application/json", "{\"sig\":\"\\ud800\"}", HttpStatusCode.BadRequest)]
    [InlineData("/delivery/vonage/receipts", "application/json", "{\"sig\":\"00\",\"sig\":\"01\"}", HttpStatusCode.BadRequest)]
    [InlineData("/delivery/vonage/receipts", "application/x-www-form-urlencoded", "sig=1&sig=2", HttpStatusCode.BadRequest)]
    [InlineData("/delivery/vonage/receipts", "application/x-www-form-urlencoded", "%%%=&&&=%zz", HttpStatusCode.Unauthorized)]
    [InlineData("/delivery/vonage/receipts", null, "", HttpStatusCode.Unauthorized)]
    [InlineData("/delivery/sendgrid/events", "application/json", "[]", HttpStatusCode.Unauthorized)]
    public async Task Garbage_is_refused_and_never_a_failure_of_ours(string path, string? contentType, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body);
        content.Headers.Remove("Content-Type");
        if (contentType is not null)
            content.Headers.Add("Content-Type", contentType);
        using var answer = await _provider.Http.PostAsync(path, content);
        Assert.Equal(expected, answer.StatusCode);
    }

    [ToolTheory]
    [InlineData("[", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("[{\"event\":\"delivered\",\"event\":\"bounce\"}]", HttpStatusCode.BadRequest)]
    [InlineData("[1,null,\"x\",[],{},{\"event\":7},{\"event\":\"delivered\",\"message_id\":7,\"sg_message_id\":[]},{\"event\":\"bounce\",\"type\":\"\\ud800\"}]\r\n", HttpStatusCode.NoContent)]
    public async Task What_is_signed_may_be_garbage_too(string body, HttpStatusCode expected)
    {
        using var answer = await _provider.Http.SendAsync(fixture.Calls.Call(body, Now));
        Assert.Equal(expected, answer.StatusCode);
    }

    [ToolFact]
    public async Task No_body_is_longer_than_a_vendors()
    {
        using var answer = await _provider.Http.SendAsync(fixture.Calls.Call(new string(' ', 1_100_000), Now));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        using var receipt = await _provider.Http.PostAsync("/delivery/vonage/receipts", new StringContent(new string(' ', 20_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, receipt.StatusCode);
    }

    private DateTimeOffset Now => _provider.Clock.GetUtcNow();

    private static void Replace(HttpRequestMessage call, string header, string value)
    {
        call.Headers.Remove(header);
        call.Headers.Add(header, value);
    }

    private async Task<HttpStatusCode> ReceiptAsync(Dictionary<string, string> receipt)
    {
        using var answer = await _provider.Http.PostAsJsonAsync("/delivery/vonage/receipts", receipt);
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> EventsAsync(params JsonObject[] events)
    {
        using var answer = await _provider.Http.SendAsync(fixture.Calls.Call(new JsonArray([.. events]).ToJsonString() + "\r\n", Now));
        return answer.StatusCode;
    }

    /// <summary>A message that this sender took; null: it waits.</summary>
    private Task<Message> SentAsync(string channel, string? sender, string? vendorId = null) => _provider.InScopeAsync(async (ProviderDbContext db) =>
    {
        _provider.Services.GetRequiredService<MessageOutbox>().Enqueue(db, new OutgoingMessage(channel, "nobody", "text"));
        var row = db.Messages.Local.Single();
        row.State = sender is null ? "waiting" : "sent";
        row.Sender = sender;
        row.SentAt = sender is null ? null : Now;
        row.VendorId = sender is null ? null : vendorId ?? "id-of-" + row.Id.ToString("N");
        await db.SaveChangesAsync();
        return row;
    });

    private Task<Message> RowAsync(Message message) =>
        _provider.InScopeAsync((ProviderDbContext db) => db.Messages.AsNoTracking().SingleAsync(row => row.Id == message.Id));
}

public sealed class DeliveryReportTestsOnSqlite(DeliveryReportTestsOnSqlite.Fixture fixture)
    : DeliveryReportTests(fixture), IClassFixture<DeliveryReportTestsOnSqlite.Fixture>
{
    public sealed class Fixture() : Reported(DatabaseKind.Sqlite);
}

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class DeliveryReportTestsOnPostgreSql(DeliveryReportTestsOnPostgreSql.Fixture fixture)
    : DeliveryReportTests(fixture), IClassFixture<DeliveryReportTestsOnPostgreSql.Fixture>
{
    public sealed class Fixture() : Reported(DatabaseKind.PostgreSql);
}
