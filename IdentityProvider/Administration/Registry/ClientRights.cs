using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Administration.Registry;

/// <summary>
/// Who deals with a client that has rights over others. Whoever may say where its codes go, or knows its secret, can have what anybody has who signs in to
/// it: so only the highest role registers, changes, enables and deletes such a client, and makes its secrets.
/// </summary>
public sealed class ClientRights(AccountRoles roles, AccountPolicy policy)
{
    /// <summary>The role that may.</summary>
    public string Role => policy.RoleNames[^1];

    /// <summary>The rule in a sentence, for who fills in a form.</summary>
    public string Rule => $"With users or clients, or with account and without a consent page, it has rights over others: only the role {Role} registers and changes such a client.";

    /// <summary>The scopes by which the client has rights over others; none: it has no such rights.</summary>
    public static IReadOnlyList<string> ScopesOf(Client client) => [.. ScopeList.Of(client).Where(scope => scope switch
    {
        ProviderScopes.Users or ProviderScopes.Clients => true,
        ProviderScopes.Account => ActsUnasked(client),
        _ => false,
    })];

    /// <summary>Whether to register or change it can do harm: somebody had better have proved a moment ago who they are.</summary>
    public static bool CanDoHarm(Client client) => client.FirstParty || ScopesOf(client).Count > 0;

    /// <summary>Why somebody may not do that to a client, though they may to others; null: they may.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="before">What it was; null: it is a new one.</param>
    /// <param name="after">What it becomes; the same, where a secret is made for it or it is deleted.</param>
    internal AccountError? Refuse(Actor actor, Client? before, Client after)
    {
        // To take it out of use is always the safe side.
        if (roles.Permits(actor, Role) || (before is not null && IsDisabling(before, after)))
            return null;
        if (before is not null && ScopesOf(before) is { Count: > 0 } had)
            return RegistryErrors.ClientProtected(Words(had), Role);
        return ScopesOf(after) is { Count: > 0 } given ? RegistryErrors.ScopeNotAllowed(Words(given), Role) : null;
    }

    // An app of the house that asks for the password itself shows no consent page either, whatever it says of consent.
    private static bool ActsUnasked(Client client) =>
        (client.FirstParty || !client.NeedsConsent) && client.GrantTypes.Any(grant => grant != GrantTypes.ClientCredentials);

    private static bool IsDisabling(Client before, Client after) =>
        before.Enabled && JsonNode.DeepEquals(RegistryContent.ToJson(before with { Enabled = false }), RegistryContent.ToJson(after));

    private static string Words(IEnumerable<string> scopes) => string.Join(" and ", scopes.Select(scope => scope switch
    {
        ProviderScopes.Users => "the accounts of other people (users)",
        ProviderScopes.Clients => "what is registered, the keys and the audit log (clients)",
        _ => "the account of whoever signs in, without asking them (account)",
    }));
}
