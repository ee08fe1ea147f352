using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IdentityProvider.Accounts;

/// <summary>What stands in the audit trail of something before and after a change.</summary>
public static class AuditValues
{
    // Shown instead of a value that is nobody's to read. Whoever writes an entry leaves such values out; this is the net below them.
    private const string Masked = "***";

    private static readonly HashSet<string> Secrets = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "passwordHash", "secret", "client_secret", "clientSecret", "secretHash", "secret_hash", "token", "code", "registration_access_token",
    };

    // Names in other scripts stay readable; it never stands in HTML unencoded.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All that people are told about an account, but for the times of it.</summary>
    public static JsonObject Of(AccountProfile profile)
    {
        var values = JsonSerializer.SerializeToNode(profile, Options)!.AsObject();
        foreach (var name in new[] { "id", "createdAt", "updatedAt" })
            values.Remove(name);
        return values;
    }

    /// <summary>Who it was, of an account that goes: what else it held goes with it.</summary>
    public static JsonObject OfGone(AccountProfile profile)
    {
        var values = Of(profile);
        foreach (var name in new[] { "dateOfBirth", "gender", "address", "city" })
            values.Remove(name);
        return values;
    }

    /// <summary>Of two states of one thing, the members that differ; where there is one state only, all of it.</summary>
    internal static (JsonObject? Before, JsonObject? After) Differing(JsonObject? before, JsonObject? after)
    {
        if (before is null || after is null)
            return (before, after);
        var names = before.Select(member => member.Key).Union(after.Select(member => member.Key))
            .Where(name => !JsonNode.DeepEquals(before[name], after[name]))
            .ToList();
        return (Only(before, names), Only(after, names));
    }

    internal static string? Write(JsonObject? values) => values is null ? null : Mask(values.DeepClone())!.ToJsonString(Options);

    private static JsonObject Only(JsonObject values, IEnumerable<string> names) =>
        new(names.Where(values.ContainsKey).Select(name => KeyValuePair.Create(name, values[name]?.DeepClone())));

    private static JsonNode? Mask(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject values:
                foreach (var (name, value) in values.ToList())
                {
                    if (value is not null && Secrets.Contains(name))
                        values[name] = Masked;
                    else
                        Mask(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                    Mask(item);
                break;
        }

        return node;
    }
}
