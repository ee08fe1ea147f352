namespace IdentityProvider.Data.Clients;

/// <summary>Where an entry of the catalogue comes from.</summary>
public enum EntrySource
{
    /// <summary>It is part of the provider.</summary>
    BuiltIn,

    /// <summary>A file of <see cref="ClientsOptions.Files"/>, or the demo set; administrators see it and can't change it.</summary>
    File,

    /// <summary>Administrators registered it.</summary>
    Database,
}

/// <summary>A client, a scope or an API, and what an administrator sees of it beside what it is.</summary>
/// <param name="Name">The <c>client_id</c>; the name of a scope or an API.</param>
/// <param name="Value">What it is.</param>
/// <param name="Source">Where it comes from. The rest is known of those in the database alone.</param>
public sealed record CatalogEntry<T>(string Name, T Value, EntrySource Source)
{
    /// <summary>Grows with each change of anything that is registered: whoever changes the entry says which version they saw. 0: it is in no database.</summary>
    public long Version { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When its secrets were made and end, the newest first; one that has ended goes with the next rotation.</summary>
    public IReadOnlyList<SecretDates> Secrets { get; init; } = [];
}

/// <summary>When a secret was made, and when it stops being valid; null: never.</summary>
public sealed record SecretDates(DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
