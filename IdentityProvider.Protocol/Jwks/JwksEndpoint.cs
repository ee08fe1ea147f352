using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Jwks;

/// <summary>The public keys (RFC 7517 5): those announced, those signing and those retiring.</summary>
internal sealed class JwksEndpoint(KeyRing keys, IOptions<ProtocolOptions> options)
{
    private volatile Tuple<KeySet, CachedDocument>? _last;

    public Task HandleAsync(HttpContext http)
    {
        var current = keys.Keys;
        var last = _last;
        if (last is null || !ReferenceEquals(last.Item1, current))
            _last = last = Tuple.Create(current, Write(current));
        return last.Item2.WriteAsync(http, options.Value.MetadataCacheLifetime);
    }

    private static CachedDocument Write(KeySet keys) =>
        new(new JsonObject { ["keys"] = new JsonArray([.. keys.Signing.OrderBy(key => key.ActiveFrom).Select(key => key.PublicJwk.DeepClone())]) });
}
