using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration;

/// <summary>Which messages are wanted.</summary>
/// <param name="State">One of <see cref="MessageStates"/>; null: all.</param>
/// <param name="To">The phone number or e-mail address, however it is written; null: all.</param>
public sealed record MessageQuery(string? State, string? To);

/// <summary>A message, without what it says.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Channel"><c>sms</c> or <c>email</c>.</param>
/// <param name="To">The phone number or e-mail address.</param>
/// <param name="State"><c>waiting</c>, <c>sent</c>, <c>delivered</c>, <c>failed</c>, or <c>given_up</c>: nobody took it.</param>
/// <param name="Attempts">How often it was offered to the senders.</param>
/// <param name="Failure">Why it was not taken, or not delivered, the last time; null: nothing went wrong.</param>
/// <param name="Sender">Who took it; null: nobody has.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="ExpiresAt">Until then it can be sent.</param>
/// <param name="NextAttemptAt">When it is tried again; null: it is not.</param>
/// <param name="SentAt">When it was taken; null: it was not.</param>
public sealed record SentMessage(
    Guid Id, string Channel, string To, string State, int Attempts, string? Failure, string? Sender,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? SentAt);

/// <summary>What became of messages, for those who look after other people's accounts.</summary>
public sealed class SentMessages(
    ProviderDbContext db, AccountRoles roles, PhoneRules phones, ILookupNormalizer normalizer, AuditTrail audit, AccountPolicy policy, TimeProvider clock)
{
    // An address is written in one or two ways, unless somebody plays with it.
    private const int MostSpellings = 20;

    /// <summary>The newest first.</summary>
    public async Task<Reading<Page<SentMessage>>> ListAsync(Actor actor, MessageQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Read))
            return new Reading<Page<SentMessage>>.Refused(AccountErrors.Forbidden);
        var errors = new FieldErrors();
        page.Check(errors);
        if (query.State is not null && !MessageStates.All.Contains(query.State))
            errors.Add("state", $"One of: {string.Join(", ", MessageStates.All)}.");
        if (query.To?.Any(char.IsControl) == true)
            errors.Add("to", "Has characters that no number and no address has.");
        if (errors.ToError() is { } wrong)
            return new Reading<Page<SentMessage>>.Refused(wrong);

        var wanted = db.Messages.AsNoTracking().Where(message => query.State == null || message.State == query.State);
        if (query.To?.Trim() is { Length: > 0 } to)
        {
            var spellings = await SpellingsAsync(to, cancellationToken);
            wanted = wanted.Where(message => spellings.Contains(message.To));
        }

        var matching = wanted.OrderByDescending(message => message.CreatedAt).ThenByDescending(message => message.Id);
        var found = await matching.Select(message => message.Id)
            .PageAsync(ids => matching.Where(message => ids.Contains(message.Id)), page, cancellationToken);
        return new Reading<Page<SentMessage>>.Found(found.With(found.Items.Select(message => new SentMessage(
            message.Id, message.Channel, message.To, message.State!, message.Attempts, message.Failure, message.Sender,
            message.CreatedAt, message.EndsAt, message.NextAttemptAt, message.SentAt))));
    }

    /// <summary>Has a message sent after all that was given up, as long as there is a point in it. Null: it waits for its turn again.</summary>
    public async Task<AccountError?> RetryAsync(Actor actor, Guid id, RequestSource source, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Update))
            return AccountErrors.Forbidden;
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        var now = clock.GetUtcNow();
        if (await db.Messages.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } found)
            return AccountErrors.MessageNotFound;
        if (found.EndsAt <= now)
            return AccountErrors.MessageNotGivenUp;
        var waiting = await db.Messages
            .Where(message => message.Id == id && message.State == MessageStates.GivenUp)
            .ExecuteUpdateAsync(set => set
                .SetProperty(message => message.State, MessageStates.Waiting)
                .SetProperty(message => message.NextAttemptAt, now), cancellationToken);
        if (waiting == 0)
            return AccountErrors.MessageNotGivenUp;
        audit.Add(db, EntryOf(actor, id, source));
        await db.SaveChangesAsync(cancellationToken);
        await work.CommitAsync(cancellationToken);
        return null;
    }

    // In the ways in which it is kept, so that an index finds it: a number from abroad, an address as typed or as an account has it.
    private async Task<IReadOnlyList<string>> SpellingsAsync(string to, CancellationToken cancellationToken)
    {
        if (phones.Find(to) is { } phone)
            return [phone];
        var normalized = normalizer.NormalizeEmail(to);
        var known = await db.Users
            .Where(user => user.NormalizedEmail == normalized && user.Email != null)
            .Select(user => user.Email!)
            .Distinct()
            .Take(MostSpellings)
            .ToListAsync(cancellationToken);
        return [.. known.Append(to).Append(to.ToLowerInvariant()).Distinct()];
    }

    private static AuditEntry EntryOf(Actor actor, Guid id, RequestSource source) =>
        new(AuditEvents.MessageRetried, UserId: null, source, "A message that was given up is tried again.")
        {
            By = actor,
            Target = new AuditTarget(AuditTargets.Message, id.ToString()),
            Before = new JsonObject { ["state"] = MessageStates.GivenUp },
            After = new JsonObject { ["state"] = MessageStates.Waiting },
        };
}
