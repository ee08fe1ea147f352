using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Writes the audit trail.</summary>
public sealed class AuditTrail(IDbContextFactory<ProviderDbContext> contexts, TimeProvider clock)
{
    /// <summary>Adds it to the caller's transaction; returns the row, which is not sealed yet.</summary>
    public AuditEvent Add(ProviderDbContext db, AuditEntry entry) => db.AuditEvents.Add(Row(entry)).Entity;

    /// <summary>Writes it by itself, where there is no transaction: what was refused. Whoever hangs up meanwhile is remembered all the same.</summary>
    public async Task WriteAsync(AuditEntry entry)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        Add(db, entry);
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private AuditEvent Row(AuditEntry entry)
    {
        var (before, after) = AuditValues.Differing(entry.Before, entry.After);
        return new AuditEvent
        {
            Id = NewId.Create(),
            At = clock.GetUtcNow(),
            Name = entry.Name,
            UserId = entry.UserId,
            ClientId = entry.ClientId,
            ActorType = AuditActors.Of(entry.By),
            ActorId = entry.By?.UserId?.ToString() ?? entry.By?.ClientId,
            TargetType = entry.Target?.Type,
            TargetId = entry.Target?.Id,
            Before = AuditValues.Write(before),
            After = AuditValues.Write(after),
            Address = entry.Source.Address,
            Detail = entry.Detail,
        };
    }
}

/// <summary>Kinds of who does something: values of <see cref="AuditEvent.ActorType"/>.</summary>
public static class AuditActors
{
    /// <summary>Somebody with an account, whose id it is.</summary>
    public const string User = "user";

    /// <summary>A client that acts for itself, whose <c>client_id</c> it is.</summary>
    public const string Client = "client";

    /// <summary>Whoever runs the server, at its command line; without an id.</summary>
    public const string Operator = "operator";

    internal static string? Of(Actor? actor) => actor switch
    {
        null => null,
        { UserId: not null } => User,
        { ClientId: not null } => Client,
        _ => Operator,
    };
}
