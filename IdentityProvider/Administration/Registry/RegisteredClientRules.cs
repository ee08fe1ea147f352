using IdentityProvider.Accounts;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Administration.Registry;

/// <summary>What must hold of a client that somebody registers, beyond what holds of any: it has an address in the API.</summary>
internal static class RegisteredClientRules
{
    /// <summary>What is wrong with it, by member; null: nothing.</summary>
    public static AccountError? Check(Client client, CatalogSnapshot catalog, bool isNew)
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
}
