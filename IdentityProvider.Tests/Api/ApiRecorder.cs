using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IdentityProvider.Tests.Api;

/// <summary>
/// Stands in front of every provider under test and holds each answer of the API against the OpenAPI document. One that is
/// not documented becomes a 500 that says so, and fails the test again when the provider goes.
/// </summary>
internal sealed class ApiRecorder : IStartupFilter
{
    private readonly ConcurrentQueue<string> _violations = [];

    public IEnumerable<string> Violations => _violations;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(RecordAsync);
        next(app);
    };

    private async Task RecordAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value!;
        if (!path.Contains("/api/", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(ApiContract.TokenPath, StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        http.Request.EnableBuffering();
        var wire = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync();
        }
        finally
        {
            http.Response.Body = wire;
        }

        if (await JudgeAsync(http, answer.ToArray()) is [_, ..] violations)
        {
            _violations.Enqueue(string.Join("; ", violations));
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            http.Response.ContentLength = null;
            await http.Response.WriteAsJsonAsync(new { Status = 500, Title = "Not as documented", Detail = violations, Code = "not_as_documented" });
            return;
        }

        answer.Position = 0;
        await answer.CopyToAsync(wire);
    }

    private static async Task<IReadOnlyList<string>> JudgeAsync(HttpContext http, byte[] body)
    {
        // A failure of the server is no part of the contract, a page for people is none of the API, and a file has no members.
        if (http.Response.StatusCode >= 500
            || http.Response.ContentType is { } type && (type.StartsWith("text/", StringComparison.Ordinal) || type.StartsWith("application/jsonl", StringComparison.Ordinal)))
            return [];
        var contract = await ApiContract.OfAsync(http.RequestServices);
        // Where no operation is, the error page is the endpoint by now, or none.
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/');
        var path = route == ApiContract.TokenPath || route?.StartsWith("/api/", StringComparison.Ordinal) == true ? route : null;
        var call = new ApiCall(
            http.Request.Method, path ?? "", path == ApiContract.TokenPath ? await FormAsync(http) : await BodyAsync(http), http.Response.StatusCode, http.Response.ContentType?.Split(';')[0],
            [.. http.Response.Headers.Keys], body.Length == 0 ? null : JsonNode.Parse(body));

        if (path is null)
            return http.Request.Path.Value!.Contains("/api/", StringComparison.OrdinalIgnoreCase) ? Named(call, contract.ViolationsElsewhere(call)) : [];
        if (path == ApiContract.TokenPath && !IsDocumentedGrant(contract, call))
            return [];
        AnswersReached.Add(contract, call);
        return Named(call, contract.Violations(call));
    }

    private static List<string> Named(ApiCall call, IEnumerable<string> violations) =>
        [.. violations.Select(violation => $"{call.Method} {call.Path}: {violation}")];

    // The other grants are the protocol's, not the API's.
    private static bool IsDocumentedGrant(ApiContract contract, ApiCall call) =>
        contract.Operations[$"POST {ApiContract.TokenPath}"]["requestBody"]!.ToJsonString().Contains($"[\"{call.Request?["grant_type"]}\"]", StringComparison.Ordinal);

    /// <summary>The body that was accepted; null: it was refused, or there is none.</summary>
    private static async Task<JsonNode?> BodyAsync(HttpContext http)
    {
        if (http.Response.StatusCode >= 300 || !http.Request.HasJsonContentType())
            return null;
        http.Request.Body.Position = 0;
        return await JsonSerializer.DeserializeAsync<JsonNode>(http.Request.Body);
    }

    /// <summary>The form; null: what came is none, and names no grant.</summary>
    private static async Task<JsonNode?> FormAsync(HttpContext http)
    {
        try
        {
            http.Request.Body.Position = 0;
            return http.Request.HasFormContentType
                ? new JsonObject((await http.Request.ReadFormAsync()).Select(field => KeyValuePair.Create(field.Key, (JsonNode?)JsonValue.Create(field.Value.ToString()))))
                : null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null;
        }
    }
}
