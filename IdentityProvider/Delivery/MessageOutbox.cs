using System.Collections.Frozen;
using System.Text.Json;
using IdentityProvider.Data;
using IdentityProvider.Delivery.Templates;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityProvider.Delivery;

/// <summary>
/// Where messages wait for their sender. The row is written in the same transaction as its cause, so there is never the
/// one without the other; what the message says is encrypted.
/// </summary>
public sealed class MessageOutbox(IDataProtectionProvider dataProtection, MailRenderer renderer, TimeProvider clock)
{
    private readonly FrozenDictionary<string, SemaphoreSlim> _arrivals =
        MessageChannels.All.ToFrozenDictionary(channel => channel, _ => new SemaphoreSlim(0), StringComparer.Ordinal);

    private readonly IDataProtector _protector = dataProtection.CreateProtector("IdentityProvider.Delivery.Message.v1");

    /// <summary>Adds the message to the context; it goes out once the caller has saved and committed.</summary>
    public void Enqueue(ProviderDbContext db, OutgoingMessage message)
    {
        var now = clock.GetUtcNow();
        db.Messages.Add(new Message
        {
            Id = message.Id,
            Channel = message.Channel,
            To = message.To,
            Protected = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(new Content(message.Subject, message.Body, message.Mail, message.Code, message.Link))),
            CreatedAt = now,
            ExpiresAt = message.ExpiresAt,
            NextAttemptAt = now,
            State = MessageStates.Waiting,
        });
        db.AfterCommit(() => _arrivals[message.Channel].Release());
    }

    /// <summary>Waits until this node has put something into the outbox, or for so long.</summary>
    internal async Task WaitAsync(string channel, TimeSpan longest, CancellationToken cancellationToken)
    {
        var arrivals = _arrivals[channel];
        await arrivals.WaitAsync(longest, cancellationToken);
        // One look finds them all.
        while (arrivals.Wait(0, CancellationToken.None))
            continue;
    }

    /// <summary>The message of a row, as its sender needs it.</summary>
    public async Task<OutgoingMessage> OpenAsync(Message row)
    {
        var content = JsonSerializer.Deserialize<Content>(_protector.Unprotect(row.Protected))!;
        return new OutgoingMessage(row.Channel, row.To, content.Body)
        {
            Id = row.Id,
            Subject = content.Subject,
            Mail = content.Mail,
            Html = content.Mail is null ? null : await renderer.RenderAsync(content.Mail),
            Code = content.Code,
            Link = content.Link,
            ExpiresAt = row.ExpiresAt,
        };
    }

    private sealed record Content(string? Subject, string Body, LinkMail? Mail, string? Code, string? Link);
}

/// <summary>Values of <see cref="Message.State"/>.</summary>
public static class MessageStates
{
    public const string Waiting = "waiting";

    /// <summary>A sender has taken it.</summary>
    public const string Sent = "sent";

    /// <summary>The sender's vendor has reported that it arrived.</summary>
    public const string Delivered = "delivered";

    /// <summary>The sender's vendor has reported that it did not.</summary>
    public const string Failed = "failed";

    /// <summary>Nobody took it: all senders refused it, or its time is over.</summary>
    public const string GivenUp = "given_up";

    public static IReadOnlyList<string> All { get; } = [Waiting, Sent, Delivered, Failed, GivenUp];
}
