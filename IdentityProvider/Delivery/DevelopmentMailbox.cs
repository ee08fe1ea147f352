using System.Security.Cryptography;
using System.Text.Json.Serialization;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Delivery;

/// <summary>A message as the mailbox shows it.</summary>
public sealed record MailboxEntry(string Channel, string To, string? Subject, string Body, string? Code, string? Link, DateTimeOffset SentAt)
{
    /// <summary>Under which name <see cref="DevelopmentMailbox.FindAsync"/> finds it.</summary>
    [JsonIgnore]
    public Guid Id { get; init; }

    /// <summary>What the mail looks like; null: it has only text.</summary>
    [JsonIgnore]
    public string? Html { get; init; }
}

/// <summary>The messages that would have gone out, for whoever develops on this machine.</summary>
public sealed class DevelopmentMailbox(ProviderDbContext db, MessageOutbox outbox, PhoneRules phones)
{
    private const int Most = 200;

    /// <summary>The newest first; where <paramref name="to"/> is given, only those to this number (however it is written) or address.</summary>
    public async Task<IReadOnlyList<MailboxEntry>> ListAsync(string? to, CancellationToken cancellationToken)
    {
        var messages = db.Messages.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(to))
        {
            // In an address a plus sign that is not escaped stands for a space.
            var place = phones.Find(to.StartsWith(' ') ? "+" + to.Trim() : to) ?? to.Trim().Replace(' ', '+');
            messages = messages.Where(message => message.To == place);
        }

        var rows = await messages
            .OrderByDescending(message => message.CreatedAt).ThenByDescending(message => message.Id)
            .Take(Most)
            .ToListAsync(cancellationToken);
        var entries = new List<MailboxEntry>();
        foreach (var row in rows)
            if (await ShowAsync(row) is { } entry)
                entries.Add(entry);
        return entries;
    }

    /// <summary>One of them; null: there is none of this name.</summary>
    public async Task<MailboxEntry?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Messages.AsNoTracking().SingleOrDefaultAsync(message => message.Id == id, cancellationToken) is { } row ? await ShowAsync(row) : null;

    // A message that was encrypted with keys which are gone is of no use to anybody.
    private async Task<MailboxEntry?> ShowAsync(Message row)
    {
        try
        {
            var message = await outbox.OpenAsync(row);
            return new MailboxEntry(message.Channel, message.To, message.Subject, message.Body, message.Code, message.Link, row.CreatedAt) { Id = row.Id, Html = message.Html };
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
