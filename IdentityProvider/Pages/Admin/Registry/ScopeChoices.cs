using IdentityProvider.Data.Clients;
using IdentityProvider.Pages.Forms;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Pages.Admin.Registry;

/// <summary>The scopes that there are, as boxes to tick.</summary>
public sealed class ScopeChoices(IResourceStore resources, ClientCatalog catalog)
{
    /// <summary>All that a client can have: those of OpenID Connect first, then those of APIs.</summary>
    public async Task<IReadOnlyList<Option>> OfClientsAsync(CancellationToken cancellationToken)
    {
        var all = await resources.GetAsync(cancellationToken);
        return
        [
            .. all.IdentityScopes.OrderBy(scope => scope.Name != StandardScopes.OpenId).ThenBy(scope => scope.Name, StringComparer.Ordinal)
                .Select(scope => new Option(scope.Name, scope.Name, scope.DisplayName)),
            new Option(StandardScopes.OfflineAccess, StandardScopes.OfflineAccess, "Stay signed in: refresh tokens."),
            .. Of(all.ApiScopes),
        ];
    }

    /// <summary>Those that an API can have: not the provider's own, nor those of an API of a file.</summary>
    public async Task<IReadOnlyList<Option>> OfApisAsync(CancellationToken cancellationToken) =>
        [.. Of((await resources.GetAsync(cancellationToken)).ApiScopes
            .Where(scope => ProviderScopes.All.All(own => own.Name != scope.Name) && catalog.Current.FindFileApiOf(scope.Name) is null))];

    private static IEnumerable<Option> Of(IEnumerable<ApiScope> scopes) =>
        scopes.OrderBy(scope => scope.Name, StringComparer.Ordinal).Select(scope => new Option(scope.Name, scope.Name, scope.Description ?? scope.DisplayName));
}
