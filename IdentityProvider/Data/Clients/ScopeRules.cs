using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Data.Clients;

/// <summary>What must hold of a scope, wherever it comes from.</summary>
internal static class ScopeRules
{
    /// <summary>What is wrong with the name; null: nothing.</summary>
    public static string? CheckName(string name)
    {
        // RFC 6749 3.3: printable ASCII without space, quote and backslash.
        if (name.Length is 0 or > 200 || !name.All(character => character is > ' ' and <= '~' and not ('"' or '\\')))
            return "must be 1 to 200 printable ASCII characters without space, quote and backslash";
        return name == StandardScopes.OfflineAccess || StandardScopes.All.Any(standard => standard.Name == name) ? "is a scope of OpenID Connect" : null;
    }
}
