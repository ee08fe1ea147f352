using IdentityProvider.Delivery.Email;
using IdentityProvider.Delivery.Sms;

namespace IdentityProvider.Delivery;

/// <summary>How messages go out: the section <c>Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    public const string Section = "Delivery";

    public SmsOptions Sms { get; } = new();

    public EmailOptions Email { get; } = new();

    public VonageOptions Vonage { get; } = new();

    public SendGridOptions SendGrid { get; } = new();

    public SmtpOptions Smtp { get; } = new();

    /// <summary>The names of the senders of a channel, in the order they are asked.</summary>
    public IReadOnlyList<string> SendersOf(string channel) =>
        (channel == MessageChannels.Sms ? Sms.Senders : Email.Senders)?
        .Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

/// <summary>SMS: <c>Delivery:Sms</c>.</summary>
public sealed class SmsOptions
{
    /// <summary>Names, separated by spaces or commas; the first that takes a message wins: <c>vonage</c>. Default: none.</summary>
    public string? Senders { get; set; }
}

/// <summary>E-mail: <c>Delivery:Email</c>.</summary>
public sealed class EmailOptions
{
    /// <summary>Names, separated by spaces or commas; the first that takes a message wins: <c>sendgrid smtp</c>. Default: none.</summary>
    public string? Senders { get; set; }

    /// <summary>The address that mails come from. Owed where there is a sender.</summary>
    public string? From { get; set; }

    /// <summary>The name beside it. Default: <c>Branding:Name</c>.</summary>
    public string? FromName { get; set; }
}
