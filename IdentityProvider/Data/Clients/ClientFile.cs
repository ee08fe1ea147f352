using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Clients;

/// <summary>What one JSON file says, as it was read: shapes are right, values are not yet judged.</summary>
internal sealed record ClientFile(
    string Path, IReadOnlyList<FileClient> Clients, IReadOnlyList<ApiScope> Scopes, IReadOnlyList<FileApi> Apis, IReadOnlyList<string> Errors);

/// <summary>A client, and whether a secret stood beside it (the client holds the hash).</summary>
internal sealed record FileClient(Client Client, bool HasSecret);

/// <summary>An entry of <c>api_resources</c>.</summary>
internal sealed record FileApi
{
    public string Name { get; init; } = "";

    public string? DisplayName { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public string? Secret { get; init; }

    public ApiResource ToResource() =>
        new(Name, Scopes, Secret is { Length: > 0 } ? [new ClientSecret(RandomHandle.Hash(Secret))] : []) { DisplayName = DisplayName };
}

/// <summary>The members of the file's root object.</summary>
internal static class ClientFileMembers
{
    public const string Clients = "clients";
    public const string Scopes = "scopes";
    public const string ApiResources = "api_resources";
    public const string ClientSecret = "client_secret";

    public static readonly IReadOnlyList<string> All = [Clients, Scopes, ApiResources];

    /// <summary>What an entry is called in an error message.</summary>
    public static string NameOf(JsonObject entry, string member, int index) =>
        entry[member] is JsonValue value && value.TryGetValue<string>(out var name) && name.Length > 0 ? $"\"{name}\"" : $"number {index + 1}";
}
