using System.Collections.Frozen;
using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Protocol.Scopes;

/// <summary>A scope that asks for claims about the user (OIDC Core 5.4).</summary>
/// <param name="Name">The scope.</param>
/// <param name="DisplayName">What the consent page says.</param>
/// <param name="Claims">The claims it asks for.</param>
public sealed record IdentityScope(string Name, string DisplayName, IReadOnlyList<string> Claims);

/// <summary>A scope of an API.</summary>
/// <param name="Name">The scope.</param>
/// <param name="DisplayName">What the consent page says; default: the name.</param>
/// <param name="Description">A sentence under it.</param>
public sealed record ApiScope(string Name, string? DisplayName = null, string? Description = null);

/// <summary>An API: the audience of access tokens, and a caller of introspection.</summary>
/// <param name="Name">The audience, and the identifier with which the API authenticates at introspection.</param>
/// <param name="Scopes">The scopes that the API understands.</param>
/// <param name="Secrets">Secrets that are valid side by side; empty: it may not introspect.</param>
public sealed record ApiResource(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<ClientSecret> Secrets)
{
    /// <summary>What people call it; null: its name.</summary>
    public string? DisplayName { get; init; }
}

/// <summary>Everything that can be asked for with <c>scope</c>: an unchanging catalogue, replaced whole when something changes.</summary>
public sealed class Resources
{
    private readonly FrozenDictionary<string, IdentityScope> _identityScopes;
    private readonly FrozenDictionary<string, ApiScope> _apiScopes;
    private readonly FrozenDictionary<string, ApiResource> _apis;

    public Resources(IEnumerable<IdentityScope> identityScopes, IEnumerable<ApiScope> apiScopes, IEnumerable<ApiResource> apis)
    {
        _identityScopes = identityScopes.ToFrozenDictionary(scope => scope.Name);
        _apiScopes = apiScopes.ToFrozenDictionary(scope => scope.Name);
        _apis = apis.ToFrozenDictionary(api => api.Name);
    }

    public IReadOnlyCollection<IdentityScope> IdentityScopes => _identityScopes.Values;

    public IReadOnlyCollection<ApiScope> ApiScopes => _apiScopes.Values;

    public IReadOnlyCollection<ApiResource> Apis => _apis.Values;

    public IdentityScope? FindIdentityScope(string name) => _identityScopes.GetValueOrDefault(name);

    public ApiScope? FindApiScope(string name) => _apiScopes.GetValueOrDefault(name);

    public ApiResource? FindApi(string name) => _apis.GetValueOrDefault(name);

    /// <summary>Whether there is such a scope, <c>offline_access</c> included.</summary>
    public bool Knows(string scope) =>
        scope == StandardScopes.OfflineAccess || _identityScopes.ContainsKey(scope) || _apiScopes.ContainsKey(scope);
}
