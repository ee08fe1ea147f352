using IdentityProvider.Tests.Delivery.Vendors;

namespace IdentityProvider.Tests.Delivery;

/// <summary>Senders that could not work are refused at the start, with the names of the settings and without any secret.</summary>
public sealed class DeliverySettingsTests : IDisposable
{
    private readonly FakeSmtpServer _smtp = new();

    public void Dispose() => _smtp.Dispose();

    [Fact]
    public async Task Right_settings_are_not_complained_of()
    {
        await using var host = new SenderHost(Right, environment: "Production");
        Assert.Empty(host.Complaints());
    }

    [Theory]
    [InlineData("Delivery:Sms:Senders", null, "Delivery:Sms:Senders")]
    [InlineData("Delivery:Sms:Senders", "twilio", "Delivery:Sms:Senders")]
    [InlineData("Delivery:Sms:Senders", "vonage smtp", "Delivery:Sms:Senders")]
    [InlineData("Delivery:Sms:Senders", "vonage,vonage", "Delivery:Sms:Senders")]
    [InlineData("Delivery:Email:Senders", "", "Delivery:Email:Senders")]
    [InlineData("Delivery:Email:Senders", "SendGrid", "Delivery:Email:Senders")]
    [InlineData("Delivery:Email:From", null, "Delivery:Email:From")]
    [InlineData("Delivery:Email:From", "Acme <no-reply@acme.example>", "Delivery:Email:From")]
    [InlineData("Delivery:Email:From", "用户@acme.example", "Delivery:Email:From")]
    [InlineData("Delivery:SendGrid:ApiKey", "SG.read-from-a-file\n", "Delivery:SendGrid:ApiKey")]
    [InlineData("Delivery:Smtp:Password", "a\0b", "Delivery:Smtp:Password")]
    [InlineData("Delivery:Email:FromName", "Acme\r\nBcc: x@y.example", "Delivery:Email:FromName")]
    [InlineData("Delivery:Vonage:ApiKey", null, "Delivery:Vonage:ApiKey")]
    [InlineData("Delivery:Vonage:ApiSecret", " ", "Delivery:Vonage:ApiSecret")]
    [InlineData("Delivery:Vonage:From", null, "Delivery:Vonage:From")]
    [InlineData("Delivery:Vonage:From", "A name that is too long", "Delivery:Vonage:From")]
    [InlineData("Delivery:Vonage:From", "+447700900000", "Delivery:Vonage:From")]
    [InlineData("Delivery:Vonage:BaseUrl", "http://rest.nexmo.com", "Delivery:Vonage:BaseUrl")]
    [InlineData("Delivery:Vonage:BaseUrl", "https://user:secret@rest.nexmo.com", "Delivery:Vonage:BaseUrl")]
    [InlineData("Delivery:Vonage:BaseUrl", "rest.nexmo.com", "Delivery:Vonage:BaseUrl")]
    [InlineData("Delivery:Vonage:Timeout", "00:01:00", "Delivery:Vonage:Timeout")]
    [InlineData("Delivery:SendGrid:ApiKey", null, "Delivery:SendGrid:ApiKey")]
    [InlineData("Delivery:SendGrid:BaseUrl", "http://api.sendgrid.com", "Delivery:SendGrid:BaseUrl")]
    [InlineData("Delivery:SendGrid:WebhookPublicKey", "not a key", "Delivery:SendGrid:WebhookPublicKey")]
    [InlineData("Delivery:SendGrid:WebhookPublicKey", "MTIzNDU2Nzg=", "Delivery:SendGrid:WebhookPublicKey")]
    [InlineData("Delivery:Smtp:Host", null, "Delivery:Smtp:Host")]
    [InlineData("Delivery:Smtp:Port", "0", "Delivery:Smtp:Port")]
    [InlineData("Delivery:Smtp:User", null, "Delivery:Smtp:User")]
    [InlineData("Delivery:Smtp:Timeout", "00:00:00", "Delivery:Smtp:Timeout")]
    [InlineData("Delivery:Smtp:TrustedCertificate", "/nowhere.pem", "Delivery:Smtp:TrustedCertificate")]
    public async Task What_could_not_work_is_named(string setting, string? value, string named)
    {
        await using var host = new SenderHost(Right.Where(right => right.Key != setting).Append(new(setting, value)), environment: "Production");
        var complaints = host.Complaints();
        Assert.Contains(named, complaints, StringComparison.Ordinal);
        foreach (var secret in new[] { FakeVonage.ApiSecret, FakeSendGrid.ApiKey, FakeSmtpServer.Password, "secret@" })
            Assert.DoesNotContain(secret, complaints, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("None", "localhost", null, "")]
    [InlineData("None", "127.0.0.1", null, "")]
    [InlineData("None", "mail.acme.example", null, "NoneOverNetwork")]
    [InlineData("NoneOverNetwork", "mail.acme.example", null, "")]
    [InlineData("NoneOverNetwork", "mail.acme.example", "acme", "Delivery:Smtp:Password")]
    public async Task Mail_without_protection_leaves_the_machine_only_if_somebody_means_it(string security, string host, string? user, string named)
    {
        string[] replaced = ["Delivery:Smtp:Security", "Delivery:Smtp:Host", "Delivery:Smtp:User", "Delivery:Smtp:Password"];
        await using var senders = new SenderHost(Right.Where(right => !replaced.Contains(right.Key)).Concat(
        [
            new("Delivery:Smtp:Security", security), new("Delivery:Smtp:Host", host), new("Delivery:Smtp:User", user), new("Delivery:Smtp:Password", user),
        ]), environment: "Production");
        Assert.Equal(named.Length == 0, senders.Complaints().Length == 0);
        Assert.Contains(named, senders.Complaints(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_in_Development_nothing_is_owed()
    {
        await using var nothing = new SenderHost([]);
        Assert.Empty(nothing.Complaints());
        await using var names = new SenderHost([new("Delivery:Sms:Senders", "vonage"), new("Delivery:Email:Senders", "sendgrid smtp")]);
        foreach (var setting in new[] { "Vonage:ApiKey", "Vonage:ApiSecret", "Vonage:From", "Email:From", "SendGrid:ApiKey", "Smtp:Host" })
            Assert.Contains("Delivery:" + setting, names.Complaints(), StringComparison.Ordinal);
    }

    private List<KeyValuePair<string, string?>> Right =>
    [
        .. VonageSenderTests.Settings("https://rest.nexmo.com"),
        .. SendGridSenderTests.Settings("https://api.sendgrid.com").Where(setting => setting.Key is not "Delivery:Email:Senders"),
        .. SmtpSenderTests.Settings(_smtp).Where(setting => setting.Key is not ("Delivery:Email:Senders" or "Delivery:Email:From")),
        new("Delivery:Email:Senders", "sendgrid smtp"),
    ];
}
