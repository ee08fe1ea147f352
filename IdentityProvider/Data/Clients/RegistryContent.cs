using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Clients;

/// <summary>How entries stand in the database: JSON under the names that a clients file has, without what has columns of its own.</summary>
internal static class RegistryContent
{
    /// <summary>Takes members that it does not know: a newer version of the software may have written them.</summary>
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
    };

    public static JsonObject ToJson(Client client) => JsonSerializer.SerializeToNode(client, Json)!.AsObject();

    public static JsonObject ToJson(ApiScope scope) => JsonSerializer.SerializeToNode(scope, Json)!.AsObject();

    public static JsonObject ToJson(ApiResource api) => JsonSerializer.SerializeToNode(Api.Of(api), Json)!.AsObject();

    public static CatalogEntry<Client> ToClient(RegistryEntry entry, IEnumerable<RegistrySecret> secrets)
    {
        var client = Read<Client>(entry) with { IssuedAt = entry.CreatedAt, Secrets = Hashes(secrets) };
        return Entry(entry, client, secrets);
    }

    public static CatalogEntry<ApiScope> ToScope(RegistryEntry entry) => Entry(entry, Read<ApiScope>(entry), []);

    public static CatalogEntry<ApiResource> ToApi(RegistryEntry entry, IEnumerable<RegistrySecret> secrets)
    {
        var api = Read<Api>(entry);
        return Entry(entry, new ApiResource(api.Name, api.Scopes, Hashes(secrets)) { DisplayName = api.DisplayName }, secrets);
    }

    private static T Read<T>(RegistryEntry entry) => JsonSerializer.Deserialize<T>(entry.Content, Json) ?? throw new JsonException("It is null.");

    private static IReadOnlyList<ClientSecret> Hashes(IEnumerable<RegistrySecret> secrets) =>
        [.. secrets.Select(secret => new ClientSecret(secret.Hash, secret.ExpiresAt))];

    private static CatalogEntry<T> Entry<T>(RegistryEntry entry, T value, IEnumerable<RegistrySecret> secrets) => new(entry.Name, value, EntrySource.Database)
    {
        Version = entry.Version,
        CreatedAt = entry.CreatedAt,
        UpdatedAt = entry.UpdatedAt,
        Secrets = [.. secrets.OrderByDescending(secret => secret.CreatedAt).Select(secret => new SecretDates(secret.CreatedAt, secret.ExpiresAt))],
    };

    private sealed record Api(string Name, string? DisplayName, IReadOnlyList<string> Scopes)
    {
        public static Api Of(ApiResource api) => new(api.Name, api.DisplayName, api.Scopes);
    }
}
