using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Delivery.Reports;

/// <summary>
/// Writes down what vendors report. A state only moves forward: sent, delivered, failed; a mail may bounce after a server has
/// taken it, and of a long SMS one part may be lost. So a report that comes twice, or late, changes nothing.
/// </summary>
internal sealed class MessageReports(ProviderDbContext db, TimeProvider clock)
{
    private static readonly string[] BeforeDelivered = [MessageStates.Waiting, MessageStates.Sent];
    private static readonly string[] BeforeFailed = [MessageStates.Waiting, MessageStates.Sent, MessageStates.Delivered];

    /// <summary>Takes the reports of one call; of messages that nobody knows, it takes no notice.</summary>
    public async Task ApplyAsync(string sender, string channel, IReadOnlyCollection<MessageReport> reports, CancellationToken cancellationToken)
    {
        // The same news of many messages is one statement. Deliveries first: a failure outweighs them.
        foreach (var news in reports.GroupBy(report => report.Failure).OrderBy(group => group.Key is not null))
        {
            var ids = news.Select(report => report.Id).OfType<Guid>().ToList();
            if (ids.Count > 0)
                await MoveAsync(OfOurs(ids, sender, channel), sender, news.Key, cancellationToken);
            var names = news.Where(report => report.Id is null).Select(report => report.VendorId).OfType<string>().ToList();
            if (names.Count > 0)
                await MoveAsync(db.Messages.Where(row => row.Sender == sender && names.Contains(row.VendorId!)), sender, news.Key, cancellationToken);
        }
    }

    // The report may be faster than the answer to the request, or that answer was lost: then the row doesn't know its sender
    // yet. If another has sent it since, this one's report is about a copy.
    private IQueryable<Message> OfOurs(List<Guid> ids, string sender, string channel) => db.Messages.Where(row =>
        ids.Contains(row.Id) && row.Channel == channel && (row.Sender == sender || (row.Sender == null && row.State == MessageStates.Waiting)));

    private Task MoveAsync(IQueryable<Message> rows, string sender, string? failure, CancellationToken cancellationToken)
    {
        var state = failure is null ? MessageStates.Delivered : MessageStates.Failed;
        var before = failure is null ? BeforeDelivered : BeforeFailed;
        DateTimeOffset? now = clock.GetUtcNow();
        return rows.Where(row => before.Contains(row.State)).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, state)
            .SetProperty(row => row.Failure, failure)
            .SetProperty(row => row.Sender, sender)
            .SetProperty(row => row.SentAt, row => row.SentAt ?? now)
            .SetProperty(row => row.NextAttemptAt, (DateTimeOffset?)null)
            .SetProperty(row => row.Protected, Array.Empty<byte>()), cancellationToken);
    }
}
