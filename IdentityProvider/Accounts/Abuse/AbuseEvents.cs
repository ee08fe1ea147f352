using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Accounts.Abuse;

/// <summary>Tells the administrator, in the audit trail and in the log, that messages by SMS come to an end. The caller saves.</summary>
public sealed class AbuseEvents(ProviderDbContext db, AuditTrail audit, ILogger<AbuseEvents> logger)
{
    public void LimitIsNear(string counter, string window, int value, int limit)
    {
        logger.SmsLimitNear(counter, window, value, limit);
        Add(AuditEvents.SmsLimitNear, counter, window, value, limit);
    }

    public void LimitIsReached(ControlRefusal refusal)
    {
        logger.SmsLimitReached(refusal.Key, refusal.Window, refusal.Value, refusal.Limit);
        Add(AuditEvents.SmsLimitReached, refusal.Key, refusal.Window, refusal.Value, refusal.Limit);
    }

    private void Add(string name, string counter, string window, int value, int limit) =>
        audit.Add(db, new AuditEntry(name, UserId: null, RequestSource.None, $"{counter}, {window}: {value} of {limit}."));
}
