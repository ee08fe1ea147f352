using System.Text.Json;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Sessions;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>Authorization codes (RFC 6749 4.1.2): short-lived, one use, bound to client, redirect URI and proof key.</summary>
internal sealed class AuthorizationCodes(IPersistedGrantStore store, RefreshTokens refreshTokens, IOptions<ProtocolOptions> options, TimeProvider time)
{
    /// <summary>Makes and stores a code; returns what the client gets.</summary>
    public async Task<string> CreateAsync(TokenGrant grant, string redirectUri, string? codeChallenge, CancellationToken cancellationToken)
    {
        var handle = RandomHandle.Create();
        var now = time.GetUtcNow();
        var content = new Content(redirectUri, codeChallenge, grant.Scopes, grant.Nonce, grant.Session, grant.Claims);
        await store.StoreAsync(new PersistedGrant
        {
            Type = PersistedGrantTypes.AuthorizationCode,
            Key = RandomHandle.Hash(handle),
            ClientId = grant.Client.ClientId,
            Subject = grant.Session.Subject,
            SessionId = grant.Session.SessionId,
            GrantId = grant.GrantId,
            CreatedAt = now,
            ExpiresAt = now + options.Value.AuthorizationCodeLifetime,
            Data = JsonSerializer.Serialize(content, JsonFormat.Options),
        }, cancellationToken);
        return handle;
    }

    /// <summary>
    /// Takes the code and, in the same transaction, stores the first refresh token, or where none is due a note that the
    /// grant exists. A code that comes with the wrong redirect URI or verifier is used up all the same, so that nobody
    /// can try again. What the client may no longer have it does not get.
    /// </summary>
    public async Task<CodeRedemption> RedeemAsync(string handle, Client client, string? redirectUri, string? verifier, CancellationToken cancellationToken)
    {
        TokenGrant? grant = null;
        string? refreshToken = null;
        var key = RandomHandle.Hash(handle);
        var taken = await store.TakeAsync(PersistedGrantTypes.AuthorizationCode, key, client.ClientId, code =>
        {
            if (Narrow(Read(code), client) is not { } content || content.RedirectUri != redirectUri || !ProofKey.Matches(content.CodeChallenge, verifier))
                return null;
            grant = ToGrant(code, content, client);
            if (!client.GrantTypes.Contains(GrantTypes.RefreshToken) || !content.Scopes.Contains(StandardScopes.OfflineAccess))
                return ToNote(code, client);
            (refreshToken, var first) = refreshTokens.CreateFirst(grant);
            return first;
        }, cancellationToken);

        if (grant is not null)
            return new CodeRedemption.Redeemed(grant, refreshToken);
        if (taken is null
            && await store.FindAsync(PersistedGrantTypes.AuthorizationCode, key, cancellationToken) is { ConsumedAt: not null } used
            && used.ClientId == client.ClientId)
            return new CodeRedemption.Reused(used.GrantId!, used.Subject!);
        return new CodeRedemption.NotGood();
    }

    // By the client as it is now; null: nothing is left that a sign-in needs.
    private static Content? Narrow(Content content, Client client)
    {
        var allowed = ScopeList.Of(client);
        var scopes = content.Scopes.Where(allowed.Contains).ToList();
        var lostSignIn = content.Scopes.Contains(StandardScopes.OpenId) && !scopes.Contains(StandardScopes.OpenId);
        return scopes.Count == 0 || lostSignIn || !RegisteredRedirectUris.Have(client, content.RedirectUri) ? null : content with { Scopes = scopes };
    }

    private PersistedGrant ToNote(PersistedGrant code, Client client)
    {
        var now = time.GetUtcNow();
        return code with
        {
            Type = PersistedGrantTypes.Authorization,
            CreatedAt = now,
            ExpiresAt = now + (client.AccessTokenLifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : options.Value.AccessTokenLifetime),
            ConsumedAt = null,
            Data = "{}",
        };
    }

    private static TokenGrant ToGrant(PersistedGrant code, Content content, Client client) => new()
    {
        Client = client,
        GrantId = code.GrantId!,
        Session = content.Session,
        Scopes = content.Scopes,
        Claims = content.Claims,
        Nonce = content.Nonce,
    };

    private static Content Read(PersistedGrant persisted) => JsonSerializer.Deserialize<Content>(persisted.Data, JsonFormat.Options)!;

    private sealed record Content(
        string RedirectUri, string? CodeChallenge, IReadOnlyList<string> Scopes, string? Nonce, UserSession Session, RequestedClaims Claims);
}

/// <summary>What presenting a code came to.</summary>
internal abstract record CodeRedemption
{
    private CodeRedemption() { }

    public sealed record Redeemed(TokenGrant Grant, string? RefreshToken) : CodeRedemption;

    /// <summary>Unknown, expired, another client's, or with the wrong redirect URI or verifier.</summary>
    public sealed record NotGood : CodeRedemption;

    /// <summary>It has been redeemed before: it may have been stolen, so what came of it dies (RFC 6749 4.1.2).</summary>
    public sealed record Reused(string GrantId, string Subject) : CodeRedemption;
}
