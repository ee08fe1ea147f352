using IdentityProvider.Protocol.Authorization;
using IdentityProvider.Protocol.Authorization.Steps;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Clients.Authentication;
using IdentityProvider.Protocol.Discovery;
using IdentityProvider.Protocol.EndSession;
using IdentityProvider.Protocol.Events;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Introspection;
using IdentityProvider.Protocol.Jwks;
using IdentityProvider.Protocol.Keys;
using IdentityProvider.Protocol.Revocation;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Token;
using IdentityProvider.Protocol.Token.Grants;
using IdentityProvider.Protocol.Tokens;
using IdentityProvider.Protocol.UserInfo;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol;

/// <summary>Registers the protocol engine, grouped by folder.</summary>
public static class ProtocolServices
{
    /// <summary>
    /// Adds the engine. The host also registers its <see cref="IClientStore"/>, <see cref="IResourceStore"/>,
    /// <see cref="IPersistedGrantStore"/>, <see cref="ISigningKeyStore"/>, <see cref="Profiles.IProfileService"/> and
    /// <see cref="IBrowserSession"/>, and any number of <see cref="IExtensionGrantValidator"/> and <see cref="IEventSink"/>.
    /// Its pipeline calls <c>UseCors</c>, shows an error page for <see cref="Errors.ProtocolErrorFeature"/>, and maps
    /// <see cref="ProtocolEndpoints.MapOpenIdProvider"/>.
    /// </summary>
    public static IServiceCollection AddOpenIdProvider(this IServiceCollection services, Action<ProtocolOptions> configure)
    {
        services.AddOptions<ProtocolOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProtocolOptions>, ProtocolOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddDataProtection();

        // Http
        services.AddHttpContextAccessor();
        services.AddCors();
        services.Replace(ServiceDescriptor.Singleton<ICorsPolicyProvider, ClientOriginPolicy>());
        services.AddSingleton<IssuerProvider>();
        services.AddSingleton<BrowserBinding>();

        // Keys
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyRotation>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyRotation>());
        services.AddSingleton(provider => new KeyRollover(
            provider.GetRequiredService<KeyRing>(), provider.GetRequiredService<KeyRotation>(), provider.GetRequiredService<ISigningKeyStore>(),
            provider.GetRequiredService<IOptions<ProtocolOptions>>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KeyRollover>>()));

        // Clients, Grants, Tokens
        services.AddScoped<ClientAuthenticator>();
        services.AddScoped<Consents>();
        services.AddSingleton<LiveTokens>().AddSingleton<AccessTokenReader>();
        services.AddScoped<AccessTokenIssuer>().AddScoped<AccessTokenValidator>().AddScoped<IdTokens>().AddScoped<TokenIssuer>();
        services.AddScoped<AuthorizationCodes>().AddScoped<RefreshTokens>().AddScoped<Revocations>();
        services.AddScoped(provider => new SessionTokens(
            provider.GetRequiredService<IResourceStore>(),
            provider.GetRequiredService<IPersistedGrantStore>(),
            provider.GetRequiredService<RefreshTokens>(),
            provider.GetRequiredService<TokenIssuer>(),
            provider.GetRequiredService<IOptions<ProtocolOptions>>(),
            provider.GetRequiredService<TimeProvider>()));

        // Discovery, Jwks
        services.AddSingleton<DiscoveryEndpoint>().AddSingleton<JwksEndpoint>();

        // Authorization
        services.AddScoped<AuthorizationEndpoint>().AddScoped<AuthorizationPipeline>().AddScoped<ClientAndRedirectUri>().AddScoped<PendingRequests>();
        foreach (var step in AuthorizationPipeline.Steps)
            services.AddScoped(typeof(IAuthorizationStep), step);
        services.AddScoped(provider => new AuthorizationInteraction(
            provider.GetRequiredService<PendingRequests>(),
            provider.GetRequiredService<IClientStore>(),
            provider.GetRequiredService<IResourceStore>(),
            provider.GetRequiredService<Consents>(),
            provider.GetServices<IEventSink>()));

        // Token
        services.AddScoped<TokenEndpoint>().AddScoped<TokenGrants>();
        services.AddScoped<AuthorizationCodeGrant>();
        services.AddScoped<RefreshTokenGrant>();
        services.AddScoped<ClientCredentialsGrant>();

        // UserInfo, Introspection, Revocation, EndSession
        services.AddScoped<UserInfoEndpoint>().AddScoped<IntrospectionEndpoint>().AddScoped<RevocationEndpoint>();
        services.AddScoped<EndSessionEndpoint>().AddScoped<EndSessionRequest>().AddScoped<PendingLogouts>();
        services.AddScoped(provider => new LogoutInteraction(provider.GetRequiredService<PendingLogouts>(), provider.GetRequiredService<IClientStore>()));
        return services;
    }
}
