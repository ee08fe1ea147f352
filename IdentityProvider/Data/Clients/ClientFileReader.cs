using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Clients;

/// <summary>Reads a file of clients, scopes and APIs, as strictly as <see cref="EntryReader"/> reads each.</summary>
internal static class ClientFileReader
{
    private static readonly JsonDocumentOptions Document = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    public static IReadOnlyList<ClientFile> ReadAll(ClientsOptions options, IHostEnvironment environment) =>
        [.. options.Files.Select(file => Read(Path.Combine(environment.ContentRootPath, file)))];

    /// <summary>Reads the file as it is, or with <paramref name="change"/> made to its text.</summary>
    public static ClientFile Read(string path, Func<string, string>? change = null)
    {
        var errors = new List<string>();
        if (Root(path, change, errors) is not { } root)
            return new ClientFile(path, [], [], [], errors);

        foreach (var (member, _) in root)
            if (!ClientFileMembers.All.Contains(member))
                errors.Add($"{path}: unknown member \"{member}\"");

        return new ClientFile(
            path,
            Entries(root, ClientFileMembers.Clients, "client", "client_id", path, errors, ReadClient),
            Entries(root, ClientFileMembers.Scopes, "scope", "name", path, errors, ReadEntry<ApiScope>),
            Entries(root, ClientFileMembers.ApiResources, "API", "name", path, errors, ReadEntry<FileApi>),
            errors);
    }

    private static JsonObject? Root(string path, Func<string, string>? change, List<string> errors)
    {
        try
        {
            var text = File.ReadAllText(path);
            if (JsonNode.Parse(change is null ? text : change(text), documentOptions: Document) is JsonObject root)
                return root;
            errors.Add($"{path}: must hold a JSON object");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            errors.Add($"{path}: {exception.Message}");
        }

        return null;
    }

    private static List<T> Entries<T>(
        JsonObject root, string member, string kind, string nameMember, string path, List<string> errors,
        Func<JsonObject, string, List<string>, T?> read) where T : class
    {
        var entries = new List<T>();
        if (root[member] is not { } value)
            return entries;
        if (value is not JsonArray array)
        {
            errors.Add($"{path}: \"{member}\" must be an array");
            return entries;
        }

        for (var index = 0; index < array.Count; index++)
            if (array[index] is not JsonObject entry)
                errors.Add($"{path}: {kind} number {index + 1} must be an object");
            else if (read(entry, $"{path}: {kind} {ClientFileMembers.NameOf(entry, nameMember, index)}", errors) is { } item)
                entries.Add(item);
        return entries;
    }

    private static FileClient? ReadClient(JsonObject entry, string where, List<string> errors)
    {
        string? secret = null;
        if (entry[ClientFileMembers.ClientSecret] is { } value)
        {
            if (value.GetValueKind() != JsonValueKind.String || (secret = value.GetValue<string>()).Length == 0)
                errors.Add($"{where}: \"{ClientFileMembers.ClientSecret}\" must be a text");
            entry.Remove(ClientFileMembers.ClientSecret);
        }

        // From here on there is only the hash.
        return ReadEntry<Client>(entry, where, errors) is not { } client ? null : secret is { Length: > 0 }
            ? new FileClient(client with { Secrets = [new ClientSecret(RandomHandle.Hash(secret))] }, HasSecret: true)
            : new FileClient(client, HasSecret: false);
    }

    private static T? ReadEntry<T>(JsonObject entry, string where, List<string> errors) where T : class =>
        EntryReader.Read<T>(entry, (member, wrong) => errors.Add($"{where}: \"{member}\" {wrong}"));
}
