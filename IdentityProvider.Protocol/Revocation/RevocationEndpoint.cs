using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Clients.Authentication;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Tokens;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Protocol.Revocation;

/// <summary>
/// The revocation endpoint (RFC 7009). Whatever token comes, the answer is 200: a client learns nothing about tokens
/// that are not its own, and those are left alone. The hint is not needed: the token itself shows what it is.
/// </summary>
internal sealed class RevocationEndpoint(ClientAuthenticator clients, AccessTokenReader accessTokens, LiveTokens live, Revocations revocations, IPersistedGrantStore store)
{
    public async Task HandleAsync(HttpContext http)
    {
        var form = await ProtocolRequest.ReadFormAsync(http);
        if (form is not ParametersOutcome.Read(var parameters))
        {
            await ProtocolResponse.WriteErrorAsync(http, ((ParametersOutcome.Unreadable)form).Error);
            return;
        }

        switch (await clients.AuthenticateAsync(http.Request.Headers.Authorization.ToString(), parameters, http.RequestAborted))
        {
            case ClientAuthentication.Authenticated when parameters["token"] is null:
                await ProtocolResponse.WriteErrorAsync(http, ProtocolErrors.InvalidRequest("token is missing."));
                break;
            case ClientAuthentication.Authenticated(var client):
                await RevokeAsync(parameters["token"]!, client, http.RequestAborted);
                ProtocolResponse.ForbidStoring(http);
                http.Response.StatusCode = StatusCodes.Status200OK;
                break;
            case ClientAuthentication.Rejected(var error):
                await ProtocolResponse.WriteErrorAsync(http, error);
                break;
        }
    }

    private async Task RevokeAsync(string token, Client client, CancellationToken cancellationToken)
    {
        if (AccessTokenReader.IsJwt(token))
        {
            if (accessTokens.ReadJwt(token) is { } jwt && jwt.ClientId == client.ClientId)
                await revocations.RevokeTokenAsync(jwt, cancellationToken);
            return;
        }

        var key = RandomHandle.Hash(token);
        if (await store.FindAsync(PersistedGrantTypes.RefreshToken, key, cancellationToken) is { } refreshToken)
        {
            // RFC 7009 2.1: with the refresh token go the access tokens of the same grant.
            if (refreshToken.ClientId == client.ClientId)
                await revocations.RevokeGrantAsync(refreshToken.GrantId!, client.ClientId, cancellationToken);
            return;
        }

        if (await accessTokens.ReadAsync(token, cancellationToken) is { } reference && reference.ClientId == client.ClientId)
        {
            await store.RemoveAsync(PersistedGrantTypes.ReferenceToken, key, cancellationToken);
            live.Forget(reference.TokenId);
        }
    }
}
