using IdentityProvider.Protocol.Authorization;
using IdentityProvider.Protocol.Discovery;
using IdentityProvider.Protocol.EndSession;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Introspection;
using IdentityProvider.Protocol.Jwks;
using IdentityProvider.Protocol.Revocation;
using IdentityProvider.Protocol.Token;
using IdentityProvider.Protocol.UserInfo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IdentityProvider.Protocol;

/// <summary>Every route of the protocol.</summary>
public static class ProtocolEndpoints
{
    private static readonly string[] Read = ["GET", "HEAD"];
    private static readonly string[] GetOrPost = ["GET", "POST"];

    public static IEndpointRouteBuilder MapOpenIdProvider(this IEndpointRouteBuilder routes)
    {
        // For programs, in a browser or not: answered to the origins of registered clients.
        var api = routes.MapGroup("").RequireCors(ClientOriginPolicy.Name).AddEndpointFilter<RouteGroupBuilder, UnexpectedFailures>();
        api.MapMethods(ProtocolPaths.Discovery, Read, (HttpContext http, DiscoveryEndpoint endpoint) => endpoint.HandleAsync(http));
        api.MapMethods(ProtocolPaths.AuthorizationServerMetadata, Read, (HttpContext http, DiscoveryEndpoint endpoint) => endpoint.HandleAsync(http));
        api.MapMethods(ProtocolPaths.AuthorizationServerMetadata + "/{**issuerPath}", Read, (HttpContext http, DiscoveryEndpoint endpoint, string issuerPath) => endpoint.HandleInsertedAsync(http, issuerPath));
        api.MapMethods(ProtocolPaths.Jwks, Read, (HttpContext http, JwksEndpoint endpoint) => endpoint.HandleAsync(http));
        api.MapMethods(ProtocolPaths.Token, ["POST"], (HttpContext http, TokenEndpoint endpoint) => endpoint.HandleAsync(http));
        api.MapMethods(ProtocolPaths.UserInfo, GetOrPost, (HttpContext http, UserInfoEndpoint endpoint) => endpoint.HandleAsync(http));
        api.MapMethods(ProtocolPaths.Revocation, ["POST"], (HttpContext http, RevocationEndpoint endpoint) => endpoint.HandleAsync(http));

        // For servers.
        routes.MapMethods(ProtocolPaths.Introspection, ["POST"], (HttpContext http, IntrospectionEndpoint endpoint) => endpoint.HandleAsync(http))
            .AddEndpointFilter<RouteHandlerBuilder, UnexpectedFailures>();

        // Where browsers go, never called across origins.
        routes.MapMethods(ProtocolPaths.Authorize, GetOrPost, (HttpContext http, AuthorizationEndpoint endpoint, TimeProvider time) => endpoint.AuthorizeAsync(http, time));
        routes.MapMethods(ProtocolPaths.AuthorizeResume, ["GET"], (HttpContext http, AuthorizationEndpoint endpoint) => endpoint.ResumeAsync(http));
        routes.MapMethods(ProtocolPaths.EndSession, GetOrPost, (HttpContext http, EndSessionEndpoint endpoint) => endpoint.HandleAsync(http));
        return routes;
    }
}
