using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Names of what accounts leave in the audit trail.</summary>
public static class AuditEvents
{
    public const string PasswordChanged = "password_changed";
    public const string PasswordReset = "password_reset";
    public const string MaliciousRequest = "malicious_request";
    public const string AccountDeleted = "account_deleted";
    public const string AccountCreated = "account_created";
    public const string AccountDeactivated = "account_deactivated";
    public const string AccountActivated = "account_activated";
    public const string RolesChanged = "roles_changed";
    public const string SmsLimitNear = "sms_limit_near";
    public const string SmsLimitReached = "sms_limit_reached";
}

/// <summary>Something to remember. The detail never holds a code, a token or a secret.</summary>
public sealed record AuditEntry(string Name, Guid? UserId, RequestSource Source, string Detail)
{
    /// <summary>The client concerned; null where there is none.</summary>
    public string? ClientId { get; init; }
}

/// <summary>Writes the audit trail.</summary>
public sealed class AuditTrail(IDbContextFactory<ProviderDbContext> contexts, TimeProvider clock)
{
    /// <summary>Adds it to the caller's transaction.</summary>
    public void Add(ProviderDbContext db, AuditEntry entry) => db.AuditEvents.Add(Row(entry));

    /// <summary>Writes it by itself, where there is no transaction: what was refused.</summary>
    public async Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        Add(db, entry);
        await db.SaveChangesAsync(cancellationToken);
    }

    private AuditEvent Row(AuditEntry entry) => new()
    {
        Id = NewId.Create(),
        At = clock.GetUtcNow(),
        Name = entry.Name,
        UserId = entry.UserId,
        ClientId = entry.ClientId,
        Address = entry.Source.Address,
        Detail = entry.Detail,
    };
}
