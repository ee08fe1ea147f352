using IdentityProvider.Data;
using IdentityProvider.Delivery.Templates;

namespace IdentityProvider.Delivery;

/// <summary>The ways messages go out.</summary>
public static class MessageChannels
{
    public const string Sms = "sms";
    public const string Email = "email";

    public static IReadOnlyList<string> All { get; } = [Sms, Email];
}

/// <summary>A message to a person.</summary>
/// <param name="Channel">One of <see cref="MessageChannels"/>.</param>
/// <param name="To">The phone number (E.164) or e-mail address.</param>
/// <param name="Body">The text.</param>
public sealed record OutgoingMessage(string Channel, string To, string Body)
{
    /// <summary>Stays the same however often it is sent, so that who receives it twice can tell.</summary>
    public Guid Id { get; init; } = NewId.Create();

    /// <summary>Of an e-mail; null for an SMS.</summary>
    public string? Subject { get; init; }

    /// <summary>What an e-mail says, part by part; null: there is only <see cref="Body"/>.</summary>
    public LinkMail? Mail { get; init; }

    /// <summary>The same as <see cref="Body"/> in HTML, for an e-mail; null: there is only the text.</summary>
    public string? Html { get; init; }

    /// <summary>The code that stands in the text.</summary>
    public string? Code { get; init; }

    /// <summary>The link that stands in the text.</summary>
    public string? Link { get; init; }

    /// <summary>After this there is no point in sending it; null: there always is.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
