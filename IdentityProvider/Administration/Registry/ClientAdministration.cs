using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Administration.Registry;

/// <summary>Registers clients and changes them, for those who may. <see cref="PermissionPolicy"/> says who.</summary>
public sealed class ClientAdministration(
    RegistryChanges changes, RegistryDirectory directory, ClientRights rights, ClientGrants grants, ClientCatalog catalog, AccountPolicy policy)
{
    private static RegistryKind<Client> Kind => RegistryKind.Client;

    /// <summary>By their identifiers.</summary>
    public Reading<Page<CatalogEntry<Client>>> List(Actor actor, RegistryQuery query, PageRequest page) => directory.List(
        actor, [.. catalog.Current.Clients.Where(entry => query.Kind is null || ClientKinds.Of(entry.Value) == query.Kind)], query, page,
        client => [client.ClientId, client.ClientName, .. client.RedirectUris], client => client.Enabled);

    public Task<RegistryOutcome<Client>> GetAsync(Actor actor, string clientId, CancellationToken cancellationToken) =>
        directory.GetAsync(actor, Kind, clientId, cancellationToken);

    /// <summary>Why somebody who may change clients may not change this one; null: they may.</summary>
    public AccountError? RefuseChanging(Actor actor, Client client) => rights.Refuse(actor, client, client);

    /// <summary>A client that is not public gets a secret, which is in the outcome and never seen again.</summary>
    public Task<RegistryOutcome<Client>> CreateAsync(Actor actor, Client client, RequestSource source, CancellationToken cancellationToken) =>
        changes.MakeAsync(new(actor, policy.Permissions.ChangeConfiguration, source, AuditEvents.ClientRegistered), Kind, async turn =>
        {
            if ((RegisteredClientRules.Check(client, turn.Before, isNew: true)
                ?? await turn.RefuseNameAsync("client_id", client.ClientId, cancellationToken)
                ?? RefuseApiName(turn, client.ClientId)
                ?? rights.Refuse(turn.Actor, before: null, client)) is { } refusal)
                return refusal;

            // What may be left of a former client of this name is not its own.
            await grants.RemoveAsync(client.ClientId, cancellationToken);
            var held = turn.Add(client.ClientId, client);
            return turn.Done(held, client.IsPublic ? null : turn.AddSecret(held, TimeSpan.Zero));
        }, cancellationToken);

    /// <summary>
    /// The client is then this and nothing else. One that becomes public loses its secrets; one that is public no longer gets one, which is in the
    /// outcome. Where its codes may then go to another place, people are asked for consent again.
    /// </summary>
    /// <param name="actor">Who.</param>
    /// <param name="client">What it is to be.</param>
    /// <param name="version">The version that it was made from; null: any.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task<RegistryOutcome<Client>> ReplaceAsync(Actor actor, Client client, long? version, RequestSource source, CancellationToken cancellationToken) =>
        changes.ChangeAsync(new(actor, policy.Permissions.ChangeConfiguration, source, AuditEvents.ClientChanged), Kind, client.ClientId, version, async (turn, held) =>
        {
            if ((rights.Refuse(turn.Actor, held.Value, client) ?? RegisteredClientRules.Check(client, turn.Before, isNew: false)) is { } refusal)
                return refusal;
            turn.Replace(held, client);
            if (await grants.ForgetConsentsAsync(held.Value, client, cancellationToken) is > 0 and var forgotten)
                turn.Note(held, AuditEvents.ConsentsForgotten, new JsonObject { ["consents"] = forgotten }, new JsonObject { ["consents"] = 0 });
            if (client.IsPublic)
                turn.RemoveSecrets(held, held.Secrets);
            if (client.IsPublic || held.Secrets.Count > 0)
                return turn.Done(held);
            turn.Note(held, AuditEvents.ClientSecretRotated);
            return turn.Done(held, turn.AddSecret(held, TimeSpan.Zero));
        }, cancellationToken);

    /// <summary>A disabled client is answered like an unknown one, and so are its tokens, until it is enabled again.</summary>
    public Task<RegistryOutcome<Client>> SetEnabledAsync(
        Actor actor, string clientId, bool enabled, long? version, RequestSource source, CancellationToken cancellationToken)
    {
        var auditEvent = enabled ? AuditEvents.ClientEnabled : AuditEvents.ClientDisabled;
        return changes.ChangeAsync(new(actor, policy.Permissions.ChangeConfiguration, source, auditEvent), Kind, clientId, version, (turn, held) =>
        {
            var client = held.Value with { Enabled = enabled };
            if (rights.Refuse(turn.Actor, held.Value, client) is { } refusal)
                return refusal;
            turn.Replace(held, client);
            return turn.Done(held);
        }, cancellationToken);
    }

    /// <summary>Makes a new secret, which is in the outcome. The one before it stays valid for a while; two are at most.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="clientId">Whose.</param>
    /// <param name="overlap">How long the one before it stays valid; zero: it ends at once. See <see cref="SecretOverlap"/>.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task<RegistryOutcome<Client>> RotateSecretAsync(
        Actor actor, string clientId, TimeSpan overlap, RequestSource source, CancellationToken cancellationToken) =>
        changes.ChangeAsync(new(actor, policy.Permissions.ChangeConfiguration, source, AuditEvents.ClientSecretRotated), Kind, clientId, version: null, (turn, held) =>
        {
            if (RefuseChanging(turn.Actor, held.Value) is { } refusal)
                return refusal;
            if (held.Value.IsPublic)
                return RegistryErrors.PublicClient;
            turn.Note(held, AuditEvents.ClientSecretRotated);
            return turn.Done(held, turn.AddSecret(held, overlap));
        }, cancellationToken);

    /// <summary>With it goes what it was issued: codes, refresh and reference tokens, consents. Its JWTs don't count here from then on.</summary>
    public Task<RegistryOutcome<Client>> DeleteAsync(Actor actor, string clientId, long? version, RequestSource source, CancellationToken cancellationToken) =>
        changes.ChangeAsync(new(actor, policy.Permissions.DeleteConfiguration, source, AuditEvents.ClientDeleted), Kind, clientId, version, async (turn, held) =>
        {
            if (RefuseChanging(turn.Actor, held.Value) is { } refusal)
                return refusal;
            turn.Remove(held);
            await grants.RemoveAsync(clientId, cancellationToken);
            return new RegistryOutcome<Client>.Gone();
        }, cancellationToken);

    // Both authenticate at introspection, by these names.
    private static AccountError? RefuseApiName(RegistryTurn<Client> turn, string clientId) =>
        turn.Before.FindApi(clientId) is null ? null : RegistryErrors.NameTaken("client_id", "An API resource has this name.");
}
