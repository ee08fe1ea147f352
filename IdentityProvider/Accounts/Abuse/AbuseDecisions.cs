using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Abuse;

/// <summary>
/// Keeps what was refused, and why, for an administrator. Strangers cause the rows, so there is an end to them: the same
/// refusal of one network within a minute counts up one row, and past <see cref="MostAnHour"/> rows an hour one row a kind does.
/// </summary>
public sealed class AbuseDecisions(ProviderDbContext db, CodeCounts counts, AbuseEvents events, AccountPolicy policy, TimeProvider clock)
{
    public const int MostAnHour = 500;

    private const string Anywhere = "*";
    private const int ShownDigits = 3;

    /// <summary>Writes it, in the caller's transaction if there is one.</summary>
    public async Task AddAsync(ControlRefusal refusal, string phone, string purpose, RequestSource source, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hour = CodeCounts.HourOf(now);
        var isFlood = await db.AbuseDecisions.Where(row => row.FirstAt >= hour).Take(MostAnHour).CountAsync(cancellationToken) == MostAnHour;
        await (isFlood
            ? CountAsync(refusal, purpose, phone: null, Anywhere, hour, now, cancellationToken)
            : CountAsync(refusal, purpose, Mask(phone), CodeControls.NetworkOf(source), MinuteOf(now), now, cancellationToken));
        if (refusal.ConcernsOthers && await counts.IsFirstToTellAsync(refusal.Key, now, cancellationToken))
        {
            events.LimitIsReached(refusal);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private Task CountAsync(
        ControlRefusal refusal, string purpose, string? phone, string network, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = $"{refusal.Error.Code}|{network}|{since.ToUnixTimeSeconds()}";
        var (at, expiresAt) = (now.ToUnixTimeMilliseconds(), (now + policy.Abuse.KeepDecisions).ToUnixTimeMilliseconds());
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "AbuseDecisions" ("Id", "Key", "Kind", "Counter", "Value", "Limit", "Purpose", "Phone", "Network", "FirstAt", "LastAt", "Times", "ExpiresAt")
            VALUES ({NewId.Create()}, {key}, {refusal.Error.Code}, {refusal.Counter}, {refusal.Value}, {refusal.Limit}, {purpose}, {phone}, {network}, {at}, {at}, 1, {expiresAt})
            ON CONFLICT ("Key") DO UPDATE SET
                "Times" = "AbuseDecisions"."Times" + 1, "LastAt" = excluded."LastAt", "Value" = excluded."Value", "Limit" = excluded."Limit"
            """,
            cancellationToken);
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset now) => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute));

    private static string Mask(string phone) => $"+{PhonePlace.Of(phone).DialCode} ... {phone[^ShownDigits..]}";
}
