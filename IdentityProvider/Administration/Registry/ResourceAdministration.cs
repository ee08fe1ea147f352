using IdentityProvider.Accounts;
using IdentityProvider.Data.Clients;
using IdentityProvider.Data.Model;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Administration.Registry;

/// <summary>Registers APIs and changes them, for those who may. <see cref="PermissionPolicy"/> says who.</summary>
public sealed class ResourceAdministration(
    RegistryChanges changes, RegistryDirectory directory, ClientCatalog catalog, IssuerProvider issuer, AccountPolicy policy)
{
    private static RegistryKind<ApiResource> Kind => RegistryKind.Resource;

    /// <summary>By their names.</summary>
    public Reading<Page<CatalogEntry<ApiResource>>> List(Actor actor, RegistryQuery query, PageRequest page) =>
        directory.List(actor, catalog.Current.Apis, query, page, api => [api.Name, api.DisplayName, .. api.Scopes]);

    public Task<RegistryOutcome<ApiResource>> GetAsync(Actor actor, string name, CancellationToken cancellationToken) =>
        directory.GetAsync(actor, Kind, name, cancellationToken);

    /// <summary>It has no secret yet, and needs none unless it calls introspection.</summary>
    public Task<RegistryOutcome<ApiResource>> CreateAsync(Actor actor, ApiResource api, RequestSource source, CancellationToken cancellationToken) =>
        changes.MakeAsync(new(actor, policy.Permissions.ChangeConfiguration, source, AuditEvents.ResourceRegistered), Kind, async turn =>
        {
            if ((Check(api, turn.Before, isNew: true) ?? await turn.RefuseNameAsync("name", api.Name, cancellationToken) ?? RefuseClientName(turn, api.Name)) is { } refusal)
                return refusal;
            return turn.Done(turn.Add(api.Name, api));
        }, cancellationToken);

    /// <param name="actor">Who.</param>
    /// <param name="api">What it is to be; its secrets stay as they are.</param>
    /// <param name="version">The version that it was made from; null: any.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task<RegistryOutcome<ApiResource>> ReplaceAsync(Actor actor, ApiResource api, long? version, RequestSource source, CancellationToken cancellationToken) =>
        changes.ChangeAsync(new(actor, policy.Permissions.ChangeConfiguration, source, AuditEvents.ResourceChanged), Kind, api.Name, version, (turn, held) =>
        {
            if (Check(api, turn.Before, isNew: false) is { } wrong)
                return wrong;
            turn.Replace(held, api);
            return turn.Done(held);
        }, cancellationToken);

    /// <summary>Makes a new secret, which is in the outcome. The one before it stays valid for a while; two are at most.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="name">Whose.</param>
    /// <param name="overlap">How long the one before it stays valid; zero: it ends at once. See <see cref="SecretOverlap"/>.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task<RegistryOutcome<ApiResource>> RotateSecretAsync(
        Actor actor, string name, TimeSpan overlap, RequestSource source, CancellationToken cancellationToken) =>
        changes.ChangeAsync(new(actor, policy.Permissions.ChangeConfiguration, source, AuditEvents.ResourceSecretRotated), Kind, name, version: null, (turn, held) =>
        {
            turn.Note(held, AuditEvents.ResourceSecretRotated);
            return turn.Done(held, turn.AddSecret(held, overlap));
        }, cancellationToken);

    /// <summary>Its scopes stay; tokens are no longer for it.</summary>
    public Task<RegistryOutcome<ApiResource>> DeleteAsync(Actor actor, string name, long? version, RequestSource source, CancellationToken cancellationToken) =>
        changes.ChangeAsync(new(actor, policy.Permissions.DeleteConfiguration, source, AuditEvents.ResourceDeleted), Kind, name, version, (turn, held) =>
        {
            turn.Remove(held);
            return new RegistryOutcome<ApiResource>.Gone();
        }, cancellationToken);

    private AccountError? Check(ApiResource api, CatalogSnapshot catalog, bool isNew)
    {
        var errors = new FieldErrors();
        if (isNew && RegisteredNames.Check(api.Name) is { } wrong)
            errors.Add("name", wrong);
        else if (isNew && string.Equals(api.Name.TrimEnd('/'), issuer.Current.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            errors.Add("name", "It is the issuer's: that is the audience of tokens for the provider's own API.");
        TextFields.Clean(api.DisplayName, "display_name", Lengths.Name, errors);
        foreach (var scope in api.Scopes)
        {
            if (catalog.FindScope(scope) is not { } found)
                errors.Add("scopes", $"\"{scope}\" is not a registered scope of an API.");
            else if (found.Source == EntrySource.BuiltIn)
                errors.Add("scopes", $"\"{scope}\" belongs to the provider's own API.");
            else if (catalog.FindFileApiOf(scope) is { } owner)
                errors.Add("scopes", $"\"{scope}\" belongs to {owner.Name}, an API of the configured files (Clients:Files): another one that takes it is named there.");
        }

        if (api.Scopes.Distinct().Count() != api.Scopes.Count)
            errors.Add("scopes", "A scope is named twice.");
        return errors.ToError();
    }

    private static AccountError? RefuseClientName(RegistryTurn<ApiResource> turn, string name) =>
        turn.Before.FindClient(name) is null ? null : RegistryErrors.NameTaken("name", "A client has this name, and both authenticate by it.");
}
