using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Pages.Admin.Clients.Flow;

/// <summary>
/// Asks an endpoint of this provider as an app would, but without a network: what the server listens on, and what stands in front of it, doesn't
/// matter, and nothing is ever sent to another host.
/// </summary>
public sealed class OwnEndpoints(EndpointDataSource endpoints, IServiceScopeFactory scopes)
{
    /// <param name="caller">The request on whose behalf it is asked.</param>
    /// <param name="path">One of <see cref="Protocol.ProtocolPaths"/>.</param>
    /// <param name="fields">The form.</param>
    public Task<OwnAnswer> PostAsync(HttpContext caller, string path, IEnumerable<KeyValuePair<string, string>> fields) =>
        AskAsync(caller, HttpMethods.Post, path, async request =>
        {
            using var form = new FormUrlEncodedContent(fields);
            request.ContentType = MediaTypeNames.Application.FormUrlEncoded;
            request.Body = new MemoryStream(await form.ReadAsByteArrayAsync());
        });

    /// <param name="caller">The request on whose behalf it is asked.</param>
    /// <param name="path">One of <see cref="Protocol.ProtocolPaths"/>.</param>
    /// <param name="accessToken">What it is asked with.</param>
    public Task<OwnAnswer> GetAsync(HttpContext caller, string path, string accessToken) => AskAsync(caller, HttpMethods.Get, path, request =>
    {
        request.Headers[HeaderNames.Authorization] = $"Bearer {accessToken}";
        return Task.CompletedTask;
    });

    private async Task<OwnAnswer> AskAsync(HttpContext caller, string method, string path, Func<HttpRequest, Task> fill)
    {
        await using var scope = scopes.CreateAsyncScope();
        // Whoever closes the tab cancels nothing: tokens that were issued are to be revoked as well.
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        (http.Request.Method, http.Request.Path) = (method, path);
        (http.Request.Scheme, http.Request.Host, http.Request.PathBase) = (caller.Request.Scheme, caller.Request.Host, caller.Request.PathBase);
        http.Request.Headers.UserAgent = caller.Request.Headers.UserAgent;
        http.Connection.RemoteIpAddress = caller.Connection.RemoteIpAddress;
        await fill(http.Request);
        using var body = new MemoryStream();
        http.Response.Body = body;

        var endpoint = endpoints.Endpoints.OfType<RouteEndpoint>().Single(endpoint => IsMeant(endpoint, method, path));
        http.SetEndpoint(endpoint);
        await endpoint.RequestDelegate!(http);
        await http.Response.CompleteAsync();
        return new OwnAnswer(http.Response.StatusCode, Read(body.ToArray()));
    }

    private static bool IsMeant(RouteEndpoint endpoint, string method, string path) =>
        endpoint.RoutePattern.RawText == path && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(method) == true;

    private static JsonObject Read(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            // An answer without a body says all in its status.
            return [];
        }
    }
}

/// <summary>What an endpoint answered.</summary>
public sealed record OwnAnswer(int Status, JsonObject Body)
{
    public bool IsGood => Status == StatusCodes.Status200OK;

    public string? this[string member] => Body[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public override string ToString() => $"{nameof(OwnAnswer)} {Status}";
}
