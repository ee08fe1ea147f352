using IdentityProvider.Accounts;
using IdentityProvider.Data.Clients;
using IdentityProvider.Data.Model;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Administration.Registry;

/// <summary>Registers scopes of APIs and changes them, for those who may. <see cref="PermissionPolicy"/> says who.</summary>
public sealed class ScopeAdministration(RegistryChanges changes, RegistryDirectory directory, ClientCatalog catalog, AccountPolicy policy)
{
    /// <summary>Of users that keep a scope from being deleted, how many are named.</summary>
    private const int MostNamed = 5;

    private static RegistryKind<ApiScope> Kind => RegistryKind.Scope;

    /// <summary>By their names; the provider's own are there too, those of OpenID Connect are not.</summary>
    public Reading<Page<CatalogEntry<ApiScope>>> List(Actor actor, RegistryQuery query, PageRequest page) =>
        directory.List(actor, catalog.Current.Scopes, query, page, scope => [scope.Name, scope.DisplayName, scope.Description]);

    public Task<RegistryOutcome<ApiScope>> GetAsync(Actor actor, string name, CancellationToken cancellationToken) =>
        directory.GetAsync(actor, Kind, name, cancellationToken);

    public Task<RegistryOutcome<ApiScope>> CreateAsync(Actor actor, ApiScope scope, RequestSource source, CancellationToken cancellationToken) =>
        changes.MakeAsync(new(actor, policy.Permissions.ChangeConfiguration, source, AuditEvents.ScopeRegistered), Kind, async turn =>
        {
            if ((Check(scope, isNew: true) ?? await turn.RefuseNameAsync("name", scope.Name, cancellationToken)) is { } refusal)
                return refusal;
            return turn.Done(turn.Add(scope.Name, scope));
        }, cancellationToken);

    /// <param name="actor">Who.</param>
    /// <param name="scope">What it is to be.</param>
    /// <param name="version">The version that it was made from; null: any.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task<RegistryOutcome<ApiScope>> ReplaceAsync(Actor actor, ApiScope scope, long? version, RequestSource source, CancellationToken cancellationToken) =>
        changes.ChangeAsync(new(actor, policy.Permissions.ChangeConfiguration, source, AuditEvents.ScopeChanged), Kind, scope.Name, version, (turn, held) =>
        {
            if (Check(scope, isNew: false) is { } wrong)
                return wrong;
            turn.Replace(held, scope);
            return turn.Done(held);
        }, cancellationToken);

    /// <summary>Only one that neither a client nor an API names.</summary>
    public Task<RegistryOutcome<ApiScope>> DeleteAsync(Actor actor, string name, long? version, RequestSource source, CancellationToken cancellationToken) =>
        changes.ChangeAsync(new(actor, policy.Permissions.DeleteConfiguration, source, AuditEvents.ScopeDeleted), Kind, name, version, (turn, held) =>
        {
            if (RefuseUsed(turn.Before, name) is { } refusal)
                return refusal;
            turn.Remove(held);
            return new RegistryOutcome<ApiScope>.Gone();
        }, cancellationToken);

    private static AccountError? Check(ApiScope scope, bool isNew)
    {
        var errors = new FieldErrors();
        if (isNew && ScopeRules.CheckName(scope.Name) is { } wrong)
            errors.Add("name", $"The name {wrong}.");
        else if (isNew && scope.Name.Contains('%', StringComparison.Ordinal))
            errors.Add("name", "Must not have a percent sign: it stands in an address.");
        TextFields.Clean(scope.DisplayName, "display_name", Lengths.Name, errors);
        TextFields.Clean(scope.Description, "description", Lengths.Line, errors);
        return errors.ToError();
    }

    private static AccountError? RefuseUsed(CatalogSnapshot catalog, string name)
    {
        List<string> users =
        [
            .. catalog.Clients.Where(client => ScopeList.Of(client.Value).Contains(name)).Select(client => $"the client {client.Name}").Order(StringComparer.Ordinal),
            .. catalog.Apis.Where(api => api.Value.Scopes.Contains(name)).Select(api => $"the API resource {api.Name}").Order(StringComparer.Ordinal),
        ];
        if (users.Count == 0)
            return null;
        var others = users.Count > MostNamed ? [$"{users.Count - MostNamed} more"] : Array.Empty<string>();
        return RegistryErrors.ScopeInUse(string.Join(", ", users.Take(MostNamed).Concat(others)));
    }
}
