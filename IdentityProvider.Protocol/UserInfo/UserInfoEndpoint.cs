using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Profiles;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Tokens;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Protocol.UserInfo;

/// <summary>The userinfo endpoint (OIDC Core 5.3).</summary>
internal sealed class UserInfoEndpoint(AccessTokenValidator validator, IResourceStore resources, IProfileService profiles, IssuerProvider issuer)
{
    public async Task HandleAsync(HttpContext http)
    {
        switch (await BearerToken.ReadAsync(http, acceptForm: true))
        {
            case BearerToken.Found(var token):
                await AnswerAsync(http, (await validator.ValidateAsync(token, issuer.Current, http.RequestAborted))?.Content);
                break;
            case BearerToken.Refused(var error):
                await ProtocolResponse.WriteBearerErrorAsync(http, error);
                break;
            default:
                await ProtocolResponse.WriteBearerErrorAsync(http, null);
                break;
        }
    }

    private async Task AnswerAsync(HttpContext http, AccessToken? token)
    {
        if (token is null)
        {
            await ProtocolResponse.WriteBearerErrorAsync(http, ProtocolErrors.InvalidToken);
            return;
        }

        if (!token.HasUser || !token.Scopes.Contains(StandardScopes.OpenId))
        {
            await ProtocolResponse.WriteBearerErrorAsync(http, ProtocolErrors.InsufficientScope, StandardScopes.OpenId);
            return;
        }

        var catalogue = await resources.GetAsync(http.RequestAborted);
        var wanted = token.Scopes.SelectMany(scope => catalogue.FindIdentityScope(scope)?.Claims ?? []).Concat(token.UserInfoClaims).ToHashSet();
        if (await profiles.GetClaimsAsync(token.Subject, wanted, http.RequestAborted) is not { } claims)
        {
            await ProtocolResponse.WriteBearerErrorAsync(http, ProtocolErrors.InvalidToken);
            return;
        }

        // OIDC Core 5.3.2: sub is always there, and is the one of the ID token.
        claims["sub"] = token.Subject;
        await ProtocolResponse.WriteJsonAsync(http, StatusCodes.Status200OK, claims);
    }
}
