using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Http;

/// <summary>Knows the issuer identifier, and the addresses below it.</summary>
public sealed class IssuerProvider(IOptions<ProtocolOptions> options, IHttpContextAccessor accessor)
{
    /// <summary>The issuer for the request at hand: the configured one, or in development the origin of the request.</summary>
    public string Current => options.Value.Issuer ?? OriginOf(accessor.HttpContext);

    /// <summary>The address of a path of ours, as clients see it.</summary>
    public string UriOf(string path) => Current + path;

    private static string OriginOf(HttpContext? http)
    {
        if (http is null)
            throw new InvalidOperationException("Outside a request the issuer is known only where the setting Issuer names it.");
        return $"{http.Request.Scheme}://{http.Request.Host.Value?.ToLowerInvariant()}{http.Request.PathBase}";
    }
}
