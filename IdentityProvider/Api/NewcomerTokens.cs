using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Grants;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Api;

/// <summary>Signs somebody in who has just registered, and answers with the tokens as the token endpoint would.</summary>
internal sealed class NewcomerTokens(IClientStore clients, Sessions sessions, SessionTokens tokens)
{
    internal const string DefaultClient = "app";

    /// <summary>
    /// The client that the tokens are for; null: there is none such that may have them. It can't authenticate here, so it
    /// has to be one that can't anywhere, and the house's own, which may ask for a password at the token endpoint too.
    /// </summary>
    public async Task<Client?> FindClientAsync(string? clientId, CancellationToken cancellationToken) =>
        await clients.FindAsync(string.IsNullOrEmpty(clientId) ? DefaultClient : clientId, cancellationToken) is { Enabled: true, FirstParty: true, IsPublic: true } client
        && client.GrantTypes.Intersect(AccountGrants.All).Any()
            ? client
            : null;

    /// <summary>The body of the token endpoint's answer; null: something has ended the account or the session meanwhile.</summary>
    public async Task<JsonObject?> IssueAsync(User user, IReadOnlyList<string> amr, Client client, RequestSource source, CancellationToken cancellationToken) =>
        await sessions.StartAsync(user, amr, client.ClientId, source, cancellationToken) is SessionStart.Started started
            ? await tokens.IssueAsync(client, started.Session, cancellationToken)
            : null;
}
