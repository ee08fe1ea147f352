using IdentityProvider.Protocol.Clients;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Http;

/// <summary>Cross-origin calls: from the origins of registered clients, without cookies, and nothing else.</summary>
internal sealed class ClientOriginPolicy(IClientStore clients, IOptions<CorsOptions> options) : ICorsPolicyProvider
{
    public const string Name = "IdentityProvider.Protocol";

    public async Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName != Name)
            return policyName is null ? null : options.Value.GetPolicy(policyName);

        var policy = new CorsPolicyBuilder().WithMethods("GET", "HEAD", "POST").WithHeaders("Authorization", "Content-Type", "Accept", "If-None-Match")
            .WithExposedHeaders("WWW-Authenticate", "ETag").SetPreflightMaxAge(TimeSpan.FromMinutes(10));
        var origin = context.Request.Headers.Origin.ToString();
        // A policy without an origin lets nobody in.
        return origin.Length > 0 && await clients.AllowsOriginAsync(origin, context.RequestAborted) ? policy.WithOrigins(origin).Build() : policy.Build();
    }
}
