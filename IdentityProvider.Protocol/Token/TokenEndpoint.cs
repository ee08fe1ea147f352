using IdentityProvider.Protocol.Clients.Authentication;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Token.Grants;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Protocol.Token;

/// <summary>The token endpoint (RFC 6749 3.2).</summary>
internal sealed class TokenEndpoint(ClientAuthenticator authenticator, TokenGrants grants)
{
    public async Task HandleAsync(HttpContext http)
    {
        switch (await AnswerAsync(http))
        {
            case TokenOutcome.Issued(var response):
                await ProtocolResponse.WriteJsonAsync(http, StatusCodes.Status200OK, response.ToJson());
                break;
            case TokenOutcome.Rejected(var error):
                await ProtocolResponse.WriteErrorAsync(http, error);
                break;
        }
    }

    private async Task<TokenOutcome> AnswerAsync(HttpContext http)
    {
        var form = await ProtocolRequest.ReadFormAsync(http);
        if (form is not ParametersOutcome.Read(var parameters))
            return new TokenOutcome.Rejected(((ParametersOutcome.Unreadable)form).Error);

        return await authenticator.AuthenticateAsync(http.Request.Headers.Authorization.ToString(), parameters, http.RequestAborted) switch
        {
            ClientAuthentication.Authenticated(var client) => await RedeemAsync(new TokenRequest(client, parameters, RequestSource.Of(http)), http.RequestAborted),
            ClientAuthentication.Rejected(var error) => new TokenOutcome.Rejected(error),
            _ => throw new InvalidOperationException("Client authentication has two outcomes."),
        };
    }

    private Task<TokenOutcome> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Parameters["grant_type"] is not { } grantType)
            return Rejected(ProtocolErrors.InvalidRequest("grant_type is missing."));
        if (grants.Find(grantType) is not { } chosen)
            return Rejected(ProtocolErrors.UnsupportedGrantType("This grant_type is not supported; grant_types_supported of the discovery document lists those that are."));
        if (!request.Client.GrantTypes.Contains(grantType))
            return Rejected(ProtocolErrors.UnauthorizedClient("This client is not registered for this grant_type."));
        return chosen.RedeemAsync(request, cancellationToken);
    }

    private static Task<TokenOutcome> Rejected(ProtocolError error) => Task.FromResult<TokenOutcome>(new TokenOutcome.Rejected(error));
}
