using System.Security.Cryptography;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Delivery;

/// <summary>A message as the mailbox shows it.</summary>
public sealed record MailboxEntry(string Channel, string To, string? Subject, string Body, string? Code, string? Link, DateTimeOffset SentAt);

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
        return [.. rows.Select(Show).OfType<MailboxEntry>()];
    }

    // A message that was encrypted with keys which are gone is of no use to anybody.
    private MailboxEntry? Show(Message row)
    {
        try
        {
            var message = outbox.Open(row);
            return new MailboxEntry(message.Channel, message.To, message.Subject, message.Body, message.Code, message.Link, row.CreatedAt);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
