using System.Buffers;
using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Protocol.Scopes;

/// <summary>The value of a <c>scope</c> parameter (RFC 6749 3.3).</summary>
public static class ScopeList
{
    // scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>The scopes in the order they came, each once; null where one breaks the grammar.</summary>
    public static IReadOnlyList<string>? TryParse(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return [];
        var scopes = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return scopes.Any(scope => scope.AsSpan().ContainsAnyExcept(Allowed)) ? null : [.. scopes.Distinct()];
    }

    /// <summary>What a client may ask for, each once. Those of a registered client are known ones.</summary>
    public static IReadOnlyList<string> Of(Client client) => [.. client.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    public static string Format(IEnumerable<string> scopes) => string.Join(' ', scopes);
}
