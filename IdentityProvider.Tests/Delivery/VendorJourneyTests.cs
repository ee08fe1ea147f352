using System.Net;
using System.Net.Http.Json;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Tests.Delivery.Vendors;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IdentityProvider.Tests.Delivery;

/// <summary>A provider as people run it, with a vendor for SMS and two ways for mail: from the registration to the vendors and back.</summary>
public sealed class VendorJourneyTests(VendorJourneyTests.WithVendors fixture) : IClassFixture<VendorJourneyTests.WithVendors>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>A provider in Production that sends SMS by Vonage and mails by SendGrid or else by a mail server, and logs everything.</summary>
    public sealed class WithVendors : PublishedProvider
    {
        internal FakeVonage Vonage { get; } = new();

        internal FakeSendGrid SendGrid { get; } = new();

        internal FakeSmtpServer Smtp { get; } = new();

        internal SignedCalls Calls { get; } = new();

        protected override void Configure(ProviderSettings settings)
        {
            settings.InEnvironment("Production").With("Issuer", Issuer).With("Proxies:Known:0", "127.0.0.1").WithAllLogs();
            foreach (var (key, value) in VonageSenderTests.Settings(Vonage.Origin).Concat(SmtpSenderTests.Settings(Smtp)).Concat(SendGridSenderTests.Settings(SendGrid.Origin)))
                settings.With(key, value);
            settings.With("Delivery:Email:Senders", "sendgrid, smtp").With("Delivery:SendGrid:WebhookPublicKey", Calls.PublicKey);
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Vonage.DisposeAsync();
            await SendGrid.DisposeAsync();
            Smtp.Dispose();
            Calls.Dispose();
        }
    }

    [Fact]
    public async Task The_code_and_the_link_arrive_and_so_does_what_became_of_them()
    {
        var person = await RegisterAsync();
        var sms = FakeVonage.FieldsOf(await fixture.Vonage.NextAboutAsync(person.Phone[1..]));
        Assert.Matches(@"@login\.example #\d{6}$", sms["text"]);
        var mail = FakeSendGrid.MailOf(await fixture.SendGrid.NextAboutAsync(person.Email));
        Assert.Contains("https://login.example/", (string)mail["content"]![0]!["value"]!, StringComparison.Ordinal);
        Assert.Equal("IdentityProvider", (string)mail["from"]!["name"]!);

        var (smsRow, mailRow) = (await RowAsync(person.Phone, "sent"), await RowAsync(person.Email, "sent"));
        Assert.Equal(("vonage", sms["client-ref"]), (smsRow.Sender, smsRow.Id.ToString()));
        Assert.StartsWith("0A", smsRow.VendorId, StringComparison.Ordinal);
        Assert.Equal(("sendgrid", (string?)mail["personalizations"]![0]!["custom_args"]!["message_id"]), (mailRow.Sender, mailRow.Id.ToString()));
        Assert.StartsWith("fake", mailRow.VendorId, StringComparison.Ordinal);

        using var http = fixture.NewHttpClient();
        var now = fixture.Provider.Clock.GetUtcNow();
        using var receipt = await http.PostAsJsonAsync(
            fixture.Address("/delivery/vonage/receipts"), SignedCalls.Sign(SignedCalls.Receipt(now, "delivered", "0", smsRow.Id, smsRow.VendorId!)));
        Assert.Equal(HttpStatusCode.NoContent, receipt.StatusCode);
        using var call = fixture.Calls.Call($"[{SignedCalls.Event(now, "bounce", mailRow.Id, mailRow.VendorId!).ToJsonString()}]\r\n", now);
        call.RequestUri = fixture.Address("/delivery/sendgrid/events");
        using var reported = await http.SendAsync(call);
        Assert.Equal(HttpStatusCode.NoContent, reported.StatusCode);
        Assert.Equal("bounced", (await RowAsync(person.Email, "failed")).Failure);
        Assert.Null((await RowAsync(person.Phone, "delivered")).Failure);
    }

    [Fact]
    public async Task Where_the_first_vendor_is_down_the_next_takes_it()
    {
        fixture.SendGrid.AnswerNext(VendorAnswers.Status(500));
        var person = await RegisterAsync();
        var mail = await fixture.Smtp.NextToAsync(person.Email);
        Assert.Contains("https://login.example/", mail.Part("text/plain"), StringComparison.Ordinal);
        Assert.Equal("smtp", (await RowAsync(person.Email, "sent")).Sender);
    }

    [Fact]
    public async Task No_secret_number_address_or_text_is_in_any_log_at_Trace()
    {
        var person = await RegisterAsync();
        var sms = FakeVonage.FieldsOf(await fixture.Vonage.NextAboutAsync(person.Phone[1..]));
        await RowAsync(person.Email, "sent");
        fixture.Vonage.AnswerNext(FakeVonage.Statuses("6"));
        fixture.SendGrid.AnswerNext(FakeSendGrid.Error(401, field: null));
        fixture.Smtp.Replies["RCPT"] = "550 5.1.1 no such person";
        var second = await RegisterAsync();
        await RowAsync(second.Phone, "given_up");
        await fixture.SendGrid.NextAboutAsync(second.Email);
        fixture.Smtp.Replies.Clear();

        Assert.Contains(fixture.Provider.Logs.Lines, line => line.Text.Contains("vonage: invalid_message", StringComparison.Ordinal));
        string[] secrets =
        [
            FakeVonage.ApiSecret, FakeVonage.ApiKey, FakeVonage.SignatureSecret, FakeSendGrid.ApiKey, FakeSmtpServer.Password,
            person.Phone[1..], person.Email, second.Phone[1..], second.Email, sms["text"][^7..], "is your code",
        ];
        Assert.True(fixture.Provider.Logs.Lines.Count(line => line.Level == LogLevel.Trace) > 10, "hardly anything was logged at Trace");
        Assert.Empty(from line in fixture.Provider.Logs.Lines
                     from secret in secrets
                     where line.Text.Contains(secret, StringComparison.Ordinal)
                     select line.ToString());
    }

    [Fact]
    public async Task A_sender_of_the_host_s_own_is_asked_before_the_vendors()
    {
        await using var vonage = new FakeVonage();
        var (sms, email) = (new RecordingSender(MessageChannels.Sms), new RecordingSender(MessageChannels.Email));
        await using var provider = await Provider.StartAsync(settings =>
        {
            settings.WithServices(services => services.AddSingleton<IMessageSender>(sms).AddSingleton<IMessageSender>(email));
            foreach (var (key, value) in VonageSenderTests.Settings(vonage.Origin))
                settings.With(key, value);
        });
        var (person, _) = await provider.Accounts.RegisterAsync(Person.New());
        await sms.NextAsync(person.Phone);
        Assert.Equal("recording", (await RowAsync(provider, person.Phone, "sent")).Sender);
        Assert.Empty(vonage.Requests);
    }

    [Fact]
    public async Task In_Development_what_has_a_sender_is_sent_and_the_rest_stays_in_the_mailbox()
    {
        await using var vonage = new FakeVonage();
        await using var provider = await Provider.StartAsync(settings =>
        {
            foreach (var (key, value) in VonageSenderTests.Settings(vonage.Origin))
                settings.With(key, value);
        });
        var (person, _) = await provider.Accounts.RegisterAsync(Person.New());
        await vonage.NextAboutAsync(person.Phone[1..]);
        await RowAsync(provider, person.Phone, "sent");
        Assert.Empty(await provider.Accounts.MailboxAsync(person.Phone));
        Assert.Single(await provider.Accounts.MailboxAsync(person.Email));
    }

    [Theory]
    [InlineData("/delivery/vonage/receipts")]
    [InlineData("/delivery/sendgrid/events")]
    public async Task Without_a_key_nobody_can_report(string path)
    {
        await using var provider = await Provider.StartAsync();
        using var answer = await provider.Http.PostAsJsonAsync(path, new { });
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<Person> RegisterAsync()
    {
        var person = Person.New();
        using var http = fixture.NewHttpClient();
        using var answer = await http.PostAsJsonAsync(fixture.Address("/api/account/register"), AccountsClient.RegistrationOf(person));
        await answer.ExpectJsonAsync(HttpStatusCode.Created);
        return person;
    }

    private Task<Message> RowAsync(string to, string state) => RowAsync(fixture.Provider, to, state);

    /// <summary>The message to somebody, once it has come to this state; the dispatcher writes it after the vendor has answered.</summary>
    private static async Task<Message> RowAsync(Provider provider, string to, string state)
    {
        using var patience = new CancellationTokenSource(LongestWait);
        while (true)
        {
            var row = await provider.InScopeAsync((ProviderDbContext db) => db.Messages.AsNoTracking().SingleAsync(row => row.To == to));
            if (row.State == state)
                return row;
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }
}
