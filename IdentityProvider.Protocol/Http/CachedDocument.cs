using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Protocol.Http;

/// <summary>A public JSON document that seldom changes: written once, answered with its ETag until what it says changes.</summary>
public sealed class CachedDocument
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private readonly byte[] _body;
    private readonly string _etag;

    public CachedDocument(JsonObject content)
    {
        _body = Encoding.UTF8.GetBytes(content.ToJsonString(Readable));
        _etag = $"\"{Base64Url.EncodeToString(SHA256.HashData(_body).AsSpan(0, 16))}\"";
    }

    /// <summary>Answers with it, or with 304 where the client has it already.</summary>
    public async Task WriteAsync(HttpContext http, TimeSpan cacheLifetime)
    {
        var response = http.Response;
        response.Headers.ETag = _etag;
        response.Headers.CacheControl = $"public, max-age={(long)cacheLifetime.TotalSeconds}";
        // RFC 9110 13.1.2: what the client has is still good.
        if (http.Request.Headers.IfNoneMatch.Any(known => known is not null && (known == "*" || known.Contains(_etag, StringComparison.Ordinal))))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = _body.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.BodyWriter.WriteAsync(_body, http.RequestAborted);
    }
}
