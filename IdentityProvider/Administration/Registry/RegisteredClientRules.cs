using IdentityProvider.Accounts;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Administration.Registry;

/// <summary>What must hold of a client that somebody registers, beyond what holds of any: it has an address in the API, and its rights are given by somebody.</summary>
public sealed class RegisteredClientRules(AccountRoles roles, AccountPolicy policy)
{
    /// <summary>The scopes by which a client that acts for itself has rights over others.</summary>
    private static readonly string[] Privileged = [ProviderScopes.Users, ProviderScopes.Clients];

    /// <summary>What is wrong with it, by member; null: nothing.</summary>
    internal static AccountError? Check(Client client, CatalogSnapshot catalog, bool isNew)
    {
        var errors = new FieldErrors();
        // It has a secret, or gets one. What is registered outlives Development, so http is never taken for public hosts.
        foreach (var (member, sentence) in ClientRules.Check(client, hasSecret: !client.IsPublic, catalog.Resources.Knows, anyHttp: false))
            errors.Add(member, sentence);
        if (!client.GrantTypes.Contains(GrantTypes.AuthorizationCode) && client.RedirectUris.Count > 0)
            errors.Add("redirect_uris", "Only with authorization_code does a browser come back: add it to grant_types, or leave them out.");
        if (isNew && RegisteredNames.Check(client.ClientId) is { } wrong)
            errors.AddOnce("client_id", wrong);
        return errors.ToError();
    }

    /// <summary>Why somebody may not give a client the rights that it would have then and has not now; null: they may.</summary>
    internal AccountError? RefuseRights(Actor actor, Client? before, Client after)
    {
        var added = RightsOf(after).Except(before is null ? [] : RightsOf(before)).ToList();
        return added.Count == 0 || roles.Permits(actor, policy.Permissions.Machines)
            ? null
            : RegistryErrors.ScopeNotAllowed(added.Select(right => right.Scope).Distinct());
    }

    // Acting for itself it has more of them than in the name of a user, whose own role decides.
    private static IEnumerable<(string Scope, bool ForItself)> RightsOf(Client client) =>
        (ScopeList.TryParse(client.Scope) ?? []).Intersect(Privileged).Select(scope => (scope, client.GrantTypes.Contains(GrantTypes.ClientCredentials)));
}
