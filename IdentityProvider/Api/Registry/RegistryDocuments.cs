using System.Text.Json.Serialization;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Api.Registry;

/// <summary>What every entry tells of itself, beside what it is.</summary>
internal abstract record EntryDocument
{
    /// <summary><c>built_in</c>, <c>file</c> or <c>database</c>: only the last can be changed here.</summary>
    [JsonPropertyName("source")]
    public string Source { get; init; } = EntrySources.Database;

    /// <summary>When it was last changed; left out where it is not in the database.</summary>
    [JsonPropertyName("updated_at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>A scope of an API.</summary>
internal sealed record ScopeDocument : EntryDocument
{
    /// <summary>The scope.</summary>
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    /// <summary>What the consent page says; left out: its name.</summary>
    [JsonPropertyName("display_name"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DisplayName { get; init; }

    /// <summary>A sentence under it.</summary>
    [JsonPropertyName("description"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    public static ScopeDocument Of(CatalogEntry<ApiScope> entry) => new()
    {
        Name = entry.Name,
        DisplayName = entry.Value.DisplayName,
        Description = entry.Value.Description,
        Source = EntrySources.Of(entry.Source),
        UpdatedAt = entry.UpdatedAt,
    };
}

/// <summary>An API that takes access tokens.</summary>
internal sealed record ResourceDocument : EntryDocument
{
    /// <summary>The audience of its tokens, and its identifier at introspection.</summary>
    [JsonPropertyName("name")]
    public string Name { get; init; } = "";

    /// <summary>What people call it.</summary>
    [JsonPropertyName("display_name"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DisplayName { get; init; }

    /// <summary>The scopes that it understands.</summary>
    [JsonPropertyName("scopes")]
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The secret that was made by this call. It is shown now and never again.</summary>
    [JsonPropertyName("secret"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    /// <summary>Its secrets, the newest first; an old one goes with the next rotation.</summary>
    [JsonPropertyName("secrets")]
    public IReadOnlyList<SecretDocument> Secrets { get; init; } = [];

    public static ResourceDocument Of(CatalogEntry<ApiResource> entry, NewSecret? secret) => new()
    {
        Name = entry.Name,
        DisplayName = entry.Value.DisplayName,
        Scopes = entry.Value.Scopes,
        Secret = secret?.Value,
        Secrets = SecretDocument.Of(entry.Secrets),
        Source = EntrySources.Of(entry.Source),
        UpdatedAt = entry.UpdatedAt,
    };
}

/// <summary>A secret, of which nobody can tell more.</summary>
internal sealed record SecretDocument
{
    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops being valid; left out: never.</summary>
    [JsonPropertyName("expires_at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    public static IReadOnlyList<SecretDocument> Of(IEnumerable<SecretDates> secrets) =>
        [.. secrets.Select(secret => new SecretDocument { CreatedAt = secret.CreatedAt, ExpiresAt = secret.ExpiresAt })];
}
