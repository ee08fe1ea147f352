using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Accounts;

/// <summary>Something to remember. Neither the detail nor the values hold a code, a token or a secret.</summary>
/// <param name="Name">What happened, in snake_case.</param>
/// <param name="UserId">The user concerned; null: none is.</param>
/// <param name="Source">From where.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record AuditEntry(string Name, Guid? UserId, RequestSource Source, string Detail)
{
    /// <summary>The detail of what is done to somebody's account by another, where there is no more to say: who did it stands beside it.</summary>
    public const string ByAdministrator = "By an administrator.";

    /// <summary>The client concerned; null where there is none.</summary>
    public string? ClientId { get; init; }

    /// <summary>Who did it; null: nobody who was known to be anybody, or the provider itself.</summary>
    public Actor? By { get; init; }

    /// <summary>What it was done to; null: to nothing in particular.</summary>
    public AuditTarget? Target { get; init; }

    /// <summary>What changed, as it was before; null: nothing changed, or it was not there.</summary>
    public JsonObject? Before { get; init; }

    /// <summary>What changed, as it is now; null: nothing changed, or it is gone.</summary>
    public JsonObject? After { get; init; }

    /// <summary>Somebody has made an account for another person.</summary>
    public static AuditEntry AccountCreated(AccountProfile made, Actor by, RequestSource source) =>
        new(AuditEvents.AccountCreated, made.Id, source, ByAdministrator) { By = by, Target = AuditTarget.User(made.Id), After = AuditValues.Of(made) };
}

/// <summary>What something was done to.</summary>
/// <param name="Type">One of <see cref="AuditTargets"/>.</param>
/// <param name="Id">Which of them.</param>
public sealed record AuditTarget(string Type, string Id)
{
    public static AuditTarget User(Guid id) => new(AuditTargets.User, id.ToString());
}

/// <summary>Kinds of what administrators do something to.</summary>
public static class AuditTargets
{
    public const string User = "user";
    public const string Client = "client";
    public const string Scope = "scope";
    public const string Resource = "resource";
    public const string Key = "key";
    public const string Message = "message";
    public const string Session = "session";

    public static IReadOnlyList<string> All { get; } = [User, Client, Scope, Resource, Key, Message, Session];
}
