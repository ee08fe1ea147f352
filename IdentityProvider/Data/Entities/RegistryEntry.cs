namespace IdentityProvider.Data.Entities;

/// <summary>A client, a scope or an API that an administrator registered.</summary>
public sealed class RegistryEntry
{
    /// <summary>One of <see cref="RegistryKinds"/>. Kind and name together are unique.</summary>
    public required string Kind { get; set; }

    /// <summary>The <c>client_id</c>; the name of a scope or an API.</summary>
    public required string Name { get; set; }

    /// <summary>The rest, as JSON under the names that a clients file has. Never a secret.</summary>
    public required string Content { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The <see cref="RegistryState.Version"/> that its last change made: no two changes of anything share one.</summary>
    public required long Version { get; set; }
}

/// <summary>Values of <see cref="RegistryEntry.Kind"/>.</summary>
public static class RegistryKinds
{
    public const string Client = "client";
    public const string Scope = "scope";
    public const string Resource = "resource";
}

/// <summary>A secret of a registered client or API. Hash only.</summary>
public sealed class RegistrySecret
{
    public required Guid Id { get; set; }

    /// <summary>Of what kind its owner is: one of <see cref="RegistryKinds"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>Whose it is.</summary>
    public required string Owner { get; set; }

    /// <summary>SHA-256, base64url. The secret is random, so one fast hash is enough.</summary>
    public required string Hash { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it stops being valid; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }
}

/// <summary>
/// The one row that every change of the registry counts up, first thing in its transaction: so changes come one after the other
/// over all nodes, and a node sees by one look whether anything has changed.
/// </summary>
public sealed class RegistryState
{
    public const int OnlyId = 1;

    public required int Id { get; set; }

    public required long Version { get; set; }
}
