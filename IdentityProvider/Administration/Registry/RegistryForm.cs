using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IdentityProvider.Accounts;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Administration.Registry;

/// <summary>
/// Reads what is to be registered from JSON, as strictly as a file. What an answer shows and nobody can set is passed over, so that what was read can
/// be changed and sent back.
/// </summary>
internal static class RegistryForm
{
    private static readonly string[] ReadOnly = ["client_id_issued_at", "client_secret_expires_at", "updated_at", "source", "secrets"];
    private static readonly string[] Secrets = ["client_secret", "secret"];

    /// <param name="body">The object; it is changed.</param>
    /// <param name="clientId">Whose address it was sent to; null: it is a new one, which may choose.</param>
    /// <param name="errors">What is wrong.</param>
    public static Client? ReadClient(JsonObject body, string? clientId, FieldErrors errors)
    {
        body["client_id"] ??= clientId ?? RegisteredNames.Create();
        return Read<Client>(body, "client_id", clientId, errors);
    }

    public static ApiScope? ReadScope(JsonObject body, string? name, FieldErrors errors) => Read<ApiScope>(Named(body, name), "name", name, errors);

    public static ApiResource? ReadResource(JsonObject body, string? name, FieldErrors errors) =>
        Read<ResourceBody>(Named(body, name), "name", name, errors) is { } api ? new ApiResource(api.Name, api.Scopes, []) { DisplayName = api.DisplayName } : null;

    private static JsonObject Named(JsonObject body, string? name)
    {
        if (name is not null)
            body["name"] ??= name;
        return body;
    }

    private static T? Read<T>(JsonObject body, string nameMember, string? name, FieldErrors errors) where T : class
    {
        foreach (var member in body.Where(member => member.Value is null || ReadOnly.Contains(member.Key)).Select(member => member.Key).ToList())
            body.Remove(member);
        foreach (var member in Secrets.Where(body.Remove))
            errors.Add(member, "A secret is made here and shown once: nobody brings their own.");
        if (name is not null && !JsonNode.DeepEquals(body[nameMember], name))
            errors.Add(nameMember, $"It is {name}, and can't be changed.");
        return EntryReader.Read<T>(body, (member, wrong) => errors.Add(member, $"It {wrong}."));
    }

    private sealed record ResourceBody
    {
        [JsonRequired]
        public string Name { get; init; } = "";

        public string? DisplayName { get; init; }

        public IReadOnlyList<string> Scopes { get; init; } = [];
    }
}
