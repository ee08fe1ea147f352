using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Token.Grants;

/// <summary>A client acts for itself (RFC 6749 4.4). No user, so no refresh token and no ID token. Reads caches only and writes nothing.</summary>
internal sealed class ClientCredentialsGrant(IResourceStore resources, AccessTokenIssuer accessTokens) : ITokenGrant
{
    public async Task<TokenOutcome> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        // RFC 6749 4.4: only a client that has authenticated itself.
        if (request.Client.IsPublic)
            return new TokenOutcome.Rejected(ProtocolErrors.UnauthorizedClient("A public client can't use client_credentials."));
        if (ScopeList.TryParse(request.Parameters["scope"]) is not { } wanted)
            return new TokenOutcome.Rejected(ProtocolErrors.InvalidScope("scope has characters that no scope has."));

        var catalogue = await resources.GetAsync(cancellationToken);
        var allowed = ScopeList.Of(request.Client).Where(scope => catalogue.FindApiScope(scope) is not null).ToList();
        // Scopes about a user (openid, profile, offline_access) mean nothing without one.
        if (wanted.Except(allowed).Any())
            return new TokenOutcome.Rejected(ProtocolErrors.InvalidScope("scope names one that this client may not use for itself."));

        var scopes = wanted.Count > 0 ? wanted : allowed;
        return scopes.Count == 0
            ? new TokenOutcome.Rejected(ProtocolErrors.InvalidScope("This client has no scope that it may use for itself."))
            : new TokenOutcome.Issued(new TokenResponse(await accessTokens.IssueAsync(request.Client, scopes, cancellationToken), scopes));
    }
}
