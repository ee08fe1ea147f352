using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Clients.Authentication;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Tokens;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Protocol.Introspection;

/// <summary>The introspection endpoint (RFC 7662): for APIs, and for confidential clients about their own tokens.</summary>
internal sealed class IntrospectionEndpoint(
    ClientAuthenticator clients, IResourceStore resources, AccessTokenValidator accessTokens, IPersistedGrantStore store, TimeProvider time)
{
    public async Task HandleAsync(HttpContext http)
    {
        var form = await ProtocolRequest.ReadFormAsync(http);
        if (form is not ParametersOutcome.Read(var parameters))
        {
            await ProtocolResponse.WriteErrorAsync(http, ((ParametersOutcome.Unreadable)form).Error);
            return;
        }

        var (caller, refusal) = await AuthenticateAsync(http, parameters);
        if (caller is null)
        {
            await ProtocolResponse.WriteErrorAsync(http, refusal);
            return;
        }

        if (parameters["token"] is not { } token)
        {
            await ProtocolResponse.WriteErrorAsync(http, ProtocolErrors.InvalidRequest("token is missing."));
            return;
        }

        await ProtocolResponse.WriteJsonAsync(http, StatusCodes.Status200OK, await DescribeAsync(token, caller, http.RequestAborted) ?? new JsonObject { ["active"] = false });
    }

    /// <summary>An API authenticates with its name and secret; who is no API may be a client.</summary>
    private async Task<(Caller? Caller, ProtocolError Refusal)> AuthenticateAsync(HttpContext http, ProtocolParameters parameters)
    {
        var authorization = http.Request.Headers.Authorization.ToString();
        if (PresentedCredentials.Read(authorization, parameters) is PresentedCredentials.Secret presented
            && (await resources.GetAsync(http.RequestAborted)).FindApi(presented.ClientId) is { } api)
        {
            var right = ClientSecret.IsOneOf(api.Secrets, presented.Value, time.GetUtcNow());
            return (right ? new Caller.Api(api) : null, ProtocolErrors.InvalidClient);
        }

        return await clients.AuthenticateAsync(authorization, parameters, http.RequestAborted) switch
        {
            // RFC 7662 2.1: without a secret anybody could fish for tokens that are good.
            ClientAuthentication.Authenticated({ IsPublic: false } client) => (new Caller.Owner(client), ProtocolErrors.InvalidClient),
            ClientAuthentication.Rejected(var error) => (null, error),
            _ => (null, ProtocolErrors.InvalidClient),
        };
    }

    private async Task<JsonObject?> DescribeAsync(string token, Caller caller, CancellationToken cancellationToken)
    {
        if (await accessTokens.ValidateAsync(token, audience: null, cancellationToken) is { } found)
            return DescribeAccessToken(found.Content, caller);
        return caller is Caller.Owner(var client) ? await DescribeRefreshTokenAsync(token, client, cancellationToken) : null;
    }

    private static JsonObject? DescribeAccessToken(AccessToken token, Caller caller)
    {
        // RFC 7662 4: who has no business with a token learns nothing of it; an API sees only its own scopes.
        var scopes = caller switch
        {
            Caller.Api(var api) when token.Audiences.Contains(api.Name) => token.Scopes.Where(api.Scopes.Contains).ToList(),
            Caller.Owner(var client) when token.ClientId == client.ClientId => token.Scopes,
            _ => null,
        };
        if (scopes is null)
            return null;

        var answer = new JsonObject
        {
            ["active"] = true,
            ["iss"] = token.Issuer,
            ["sub"] = token.Subject,
            ["aud"] = token.Audiences is [var only] ? only : new JsonArray([.. token.Audiences.Select(audience => JsonValue.Create(audience))]),
            ["client_id"] = token.ClientId,
            ["scope"] = ScopeList.Format(scopes),
            ["token_type"] = "Bearer",
            ["jti"] = token.TokenId,
            ["iat"] = token.IssuedAt.ToUnixTimeSeconds(),
            ["exp"] = token.ExpiresAt.ToUnixTimeSeconds(),
        };
        if (token.SessionId is not null)
            answer["sid"] = token.SessionId;
        if (token.AuthTime is { } authTime)
            answer["auth_time"] = authTime.ToUnixTimeSeconds();
        if (token.Acr is not null)
            answer["acr"] = token.Acr;
        if (token.Amr.Count > 0)
            answer["amr"] = new JsonArray([.. token.Amr.Select(method => JsonValue.Create(method))]);
        return answer;
    }

    private async Task<JsonObject?> DescribeRefreshTokenAsync(string token, Client client, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(PersistedGrantTypes.RefreshToken, RandomHandle.Hash(token), cancellationToken);
        if (found is not { ConsumedAt: null } || found.ClientId != client.ClientId)
            return null;
        return new JsonObject
        {
            ["active"] = true,
            ["sub"] = found.Subject,
            ["client_id"] = found.ClientId,
            ["token_type"] = "refresh_token",
            ["iat"] = found.CreatedAt.ToUnixTimeSeconds(),
            ["exp"] = found.ExpiresAt.ToUnixTimeSeconds(),
        };
    }

    private abstract record Caller
    {
        public sealed record Api(ApiResource Resource) : Caller;

        public sealed record Owner(Client Client) : Caller;
    }
}
