using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Sessions;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>
/// Tokens for a session that the host made itself: by a grant of its own, or where an account has just been made and its
/// owner is signed in by that. The answer is the token endpoint's either way.
/// </summary>
public sealed class SessionTokens
{
    private readonly IResourceStore _resources;
    private readonly IPersistedGrantStore _store;
    private readonly RefreshTokens _refreshTokens;
    private readonly TokenIssuer _issuer;
    private readonly ProtocolOptions _options;
    private readonly TimeProvider _time;

    internal SessionTokens(
        IResourceStore resources, IPersistedGrantStore store, RefreshTokens refreshTokens, TokenIssuer issuer, IOptions<ProtocolOptions> options, TimeProvider time) =>
        (_resources, _store, _refreshTokens, _issuer, _options, _time) = (resources, store, refreshTokens, issuer, options.Value, time);

    /// <summary>
    /// Tokens for every scope that the client may ask for, as the body of a successful answer of the token endpoint
    /// (RFC 6749 5.1). That this client may have them, without authenticating here, is for the caller to decide.
    /// </summary>
    public async Task<JsonObject> IssueAsync(Client client, UserSession session, CancellationToken cancellationToken) =>
        (await IssueAsync(client, session, await ScopesOfAsync(client, cancellationToken), cancellationToken)).ToJson();

    /// <summary>Every scope that the client may ask for and that there is.</summary>
    internal async ValueTask<IReadOnlyList<string>> ScopesOfAsync(Client client, CancellationToken cancellationToken)
    {
        var catalogue = await _resources.GetAsync(cancellationToken);
        return [.. ScopeList.Of(client).Where(catalogue.Knows)];
    }

    internal async Task<TokenResponse> IssueAsync(Client client, UserSession session, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var grant = new TokenGrant { Client = client, GrantId = RandomHandle.Create(), Session = session, Scopes = scopes };
        return await _issuer.IssueAsync(grant, scopes, await StartFamilyAsync(grant, cancellationToken), cancellationToken);
    }

    // There is no browser session to come back to, so a client that may refresh gets what it takes without offline_access.
    private async Task<string?> StartFamilyAsync(TokenGrant grant, CancellationToken cancellationToken)
    {
        if (!grant.Client.GrantTypes.Contains(GrantTypes.RefreshToken))
        {
            await _store.StoreAsync(NoteOf(grant), cancellationToken);
            return null;
        }

        var (handle, first) = _refreshTokens.CreateFirst(grant);
        await _store.StoreAsync(first, cancellationToken);
        return handle;
    }

    // An access token that is a JWT is stored nowhere: without this nobody could tell that the session has one.
    private PersistedGrant NoteOf(TokenGrant grant)
    {
        var now = _time.GetUtcNow();
        return new PersistedGrant
        {
            Type = PersistedGrantTypes.Authorization,
            Key = RandomHandle.Hash(grant.GrantId),
            ClientId = grant.Client.ClientId,
            Subject = grant.Session.Subject,
            SessionId = grant.Session.SessionId,
            GrantId = grant.GrantId,
            CreatedAt = now,
            ExpiresAt = now + (grant.Client.AccessTokenLifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : _options.AccessTokenLifetime),
            Data = "{}",
        };
    }
}
