using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Errors;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Protocol.Http;

/// <summary>Writes answers: JSON, errors as JSON, and never one that a cache may keep.</summary>
internal static class ProtocolResponse
{
    private const string BasicChallenge = "Basic realm=\"IdentityProvider\", charset=\"UTF-8\"";

    /// <summary>RFC 6749 5.1: what carries a token or a secret is not to be stored.</summary>
    public static void ForbidStoring(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
    }

    public static async Task WriteJsonAsync(HttpContext http, int status, JsonObject body)
    {
        ForbidStoring(http);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter, JsonFormat.WriterOptions);
        body.WriteTo(writer);
    }

    /// <summary>An error of the token, introspection or revocation endpoint (RFC 6749 5.2).</summary>
    public static Task WriteErrorAsync(HttpContext http, ProtocolError error)
    {
        if (error.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = BasicChallenge;
        return WriteJsonAsync(http, error.Status, Body(error));
    }

    /// <summary>An error where a bearer token is wanted (RFC 6750 3). Null: no token came at all, so only the scheme is named.</summary>
    public static Task WriteBearerErrorAsync(HttpContext http, ProtocolError? error, string? scope = null)
    {
        if (error is null)
        {
            ForbidStoring(http);
            http.Response.Headers.WWWAuthenticate = "Bearer";
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        var challenge = $"Bearer error=\"{error.Code}\", error_description=\"{error.Description}\"";
        http.Response.Headers.WWWAuthenticate = scope is null ? challenge : $"{challenge}, scope=\"{scope}\"";
        return WriteJsonAsync(http, error.Status, Body(error));
    }

    private static JsonObject Body(ProtocolError error) =>
        new() { ["error"] = error.Code, ["error_description"] = error.Description };
}
