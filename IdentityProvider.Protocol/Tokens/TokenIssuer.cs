using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>Makes the whole answer of the token endpoint (RFC 6749 5.1, OIDC Core 3.1.3.3).</summary>
internal sealed class TokenIssuer(AccessTokenIssuer accessTokens, IdTokens idTokens)
{
    /// <param name="grant">What the user authorized.</param>
    /// <param name="scopes">What of it this access token gets.</param>
    /// <param name="refreshToken">The refresh token that goes with it; null: none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<TokenResponse> IssueAsync(TokenGrant grant, IReadOnlyList<string> scopes, string? refreshToken, CancellationToken cancellationToken)
    {
        var accessToken = await accessTokens.IssueAsync(grant, scopes, cancellationToken);
        var idToken = scopes.Contains(StandardScopes.OpenId)
            ? await idTokens.IssueAsync(grant with { Scopes = scopes }, accessToken.Value, cancellationToken)
            : null;
        return new TokenResponse(accessToken, scopes, refreshToken, idToken);
    }
}

/// <summary>A successful answer of the token endpoint.</summary>
internal sealed record TokenResponse(IssuedAccessToken AccessToken, IReadOnlyList<string> Scopes, string? RefreshToken = null, string? IdToken = null)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["access_token"] = AccessToken.Value,
            ["token_type"] = "Bearer",
            ["expires_in"] = AccessToken.ExpiresIn,
        };
        if (RefreshToken is not null)
            json["refresh_token"] = RefreshToken;
        if (IdToken is not null)
            json["id_token"] = IdToken;
        json["scope"] = ScopeList.Format(Scopes);
        return json;
    }
}
