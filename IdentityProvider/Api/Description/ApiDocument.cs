using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IdentityProvider.Api.Description;

/// <summary>
/// The OpenAPI document of the API, served in every environment: it tells nothing that a caller would not find out. It is
/// written when somebody first asks, and then kept, since it changes with the configuration alone.
/// </summary>
internal sealed class ApiDocument(IServiceProvider services)
{
    public const string Path = "/openapi/v1.json";

    /// <summary>Its name among the documents of this server.</summary>
    public const string Name = "v1";

    private static readonly TimeSpan CacheLifetime = TimeSpan.FromMinutes(5);

    private readonly Lazy<Task<CachedDocument>> _document = new(() => WriteAsync(services));

    public async Task HandleAsync(HttpContext http) => await (await _document.Value).WriteAsync(http, CacheLifetime);

    // Not with the token of whoever asks first: the others wait for it too.
    private static async Task<CachedDocument> WriteAsync(IServiceProvider services)
    {
        var document = await services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(CancellationToken.None);
        return new CachedDocument(JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, CancellationToken.None))!.AsObject());
    }
}
