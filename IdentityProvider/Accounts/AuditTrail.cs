using IdentityProvider.Data;
using IdentityProvider.Protocol.Events;
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
}

/// <summary>Something to remember. The detail never holds a code, a token or a secret.</summary>
public sealed record AuditEntry(string Name, Guid? UserId, RequestSource Source, string Detail);

/// <summary>Writes the audit trail, and takes there what the protocol engine reports.</summary>
public sealed class AuditTrail(IDbContextFactory<ProviderDbContext> contexts, IHttpContextAccessor accessor, TimeProvider clock, ILogger<AuditTrail> logger)
    : IEventSink
{
    // Issuing tokens is the daily business, and a stranger can fail to authenticate as often as they like: neither may fill the database.
    private static readonly string[] NotKept = [ProtocolEvents.TokensIssued, ProtocolEvents.ClientAuthenticationFailed];

    /// <summary>Adds it to the caller's transaction.</summary>
    public void Add(ProviderDbContext db, AuditEntry entry) =>
        db.AuditEvents.Add(Row(entry.Name, entry.UserId, clientId: null, entry.Source, entry.Detail));

    /// <summary>Writes it by itself, where there is no transaction: what was refused.</summary>
    public Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        WriteAsync(Row(entry.Name, entry.UserId, clientId: null, entry.Source, entry.Detail), cancellationToken);

    public async ValueTask RaiseAsync(ProtocolEvent what, CancellationToken cancellationToken)
    {
        if (NotKept.Contains(what.Name))
            return;

        var source = accessor.HttpContext is { } http ? RequestSource.Of(http) : new RequestSource(null, null);
        Guid? userId = Guid.TryParse(what.Subject, out var id) ? id : null;
        try
        {
            await WriteAsync(Row(what.Name, userId, what.ClientId, source, what.Detail), cancellationToken);
        }
        catch (DbUpdateException exception)
        {
            // The request goes on: whoever raises an event must not fail by it.
            logger.AuditEventNotWritten(exception, what.Name);
        }
    }

    private async Task WriteAsync(AuditEvent row, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AuditEvents.Add(row);
        await db.SaveChangesAsync(cancellationToken);
    }

    private AuditEvent Row(string name, Guid? userId, string? clientId, RequestSource source, string detail) => new()
    {
        Id = NewId.Create(),
        At = clock.GetUtcNow(),
        Name = name,
        UserId = userId,
        ClientId = clientId,
        Address = source.Address,
        Detail = detail,
    };
}
