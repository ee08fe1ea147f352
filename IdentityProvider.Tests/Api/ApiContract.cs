using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IdentityProvider.Accounts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace IdentityProvider.Tests.Api;

/// <summary>One call of the API and what came of it.</summary>
/// <param name="Method">The method, in capitals.</param>
/// <param name="Path">The path of the operation, as the document has it.</param>
/// <param name="Request">The request's body; null: none that was JSON, or a form.</param>
/// <param name="Status">The answer's status.</param>
/// <param name="MediaType">The answer's media type.</param>
/// <param name="Headers">The names of the answer's headers.</param>
/// <param name="Answer">The answer's body.</param>
internal sealed record ApiCall(string Method, string Path, JsonNode? Request, int Status, string? MediaType, IReadOnlyCollection<string> Headers, JsonNode? Answer);

/// <summary>What the OpenAPI document of a provider promises.</summary>
internal sealed partial class ApiContract(JsonObject document)
{
    public const string TokenPath = "/connect/token";
    private const string ProblemJson = "application/problem+json";

    // The document is the same for the same policy, and hundreds of providers are started with a handful of policies.
    private static readonly ConcurrentDictionary<string, Lazy<Task<ApiContract>>> ByPolicy = new(StringComparer.Ordinal);

    private readonly JsonShape _shape = new(document);

    public JsonObject Document => document;

    /// <summary>Every operation, as <c>POST /api/account/register</c>.</summary>
    public IReadOnlyDictionary<string, JsonObject> Operations { get; } = document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => (Name: $"{operation.Key.ToUpperInvariant()} {path.Key}", Operation: operation.Value!.AsObject())))
        .ToDictionary(operation => operation.Name, operation => operation.Operation);

    public static Task<ApiContract> OfAsync(IServiceProvider provider) =>
        ByPolicy.GetOrAdd(JsonSerializer.Serialize(provider.GetRequiredService<AccountPolicy>()), _ => new(() => ReadAsync(provider))).Value;

    /// <summary>What the answer does that is not documented, or else than it is; nothing: it keeps the contract.</summary>
    public IEnumerable<string> Violations(ApiCall call)
    {
        if (!Operations.TryGetValue($"{call.Method} {call.Path}", out var operation))
            return [$"{call.Method} {call.Path} is not in the document"];
        if (operation["responses"]![$"{call.Status}"] is not { } documented)
            return [$"the status {call.Status} is not documented: {call.Answer?.ToJsonString()}"];

        var response = _shape.Resolve(documented);
        if (call.MediaType is null || response["content"]![call.MediaType]?["schema"] is not { } schema)
            return [$"the media type {call.MediaType} is not documented for {call.Status}"];
        var wrong = _shape.Violations(call.Answer, schema).Concat(_shape.Unknown(call.Answer, schema))
            .Concat((response["headers"] as JsonObject ?? []).Where(header => !call.Headers.Contains(header.Key)).Select(header => $"the header {header.Key} is missing"));
        if (call.Status < 300 && call.Request is not null && operation["requestBody"] is { } body)
            wrong = wrong.Concat(_shape.Violations(call.Request, body["content"]!.AsObject().First().Value!["schema"]!).Select(sentence => "the request was accepted, though " + sentence));
        if (call.Path == TokenPath && RuleCode().Match((string?)call.Answer?["error_description"] ?? "") is { Success: true } code)
            wrong = wrong.Concat(((string)operation["description"]!).Contains($"`{code.Groups["code"]}`", StringComparison.Ordinal) ? [] : [$"{code} is not documented"]);
        return wrong;
    }

    /// <summary>Whether the answer is what an address answers that is no operation.</summary>
    public IEnumerable<string> ViolationsElsewhere(ApiCall call) =>
        call.MediaType != ProblemJson ? [] : _shape.Violations(call.Answer, document["components"]!["schemas"]!["Problem"]!)
            .Concat((string?)call.Answer?["code"] is "not_found" or "method_not_allowed" ? [] : [$"{call.Status} is no answer of what is no operation: {call.Answer?.ToJsonString()}"]);

    /// <summary>Every answer that an operation can give: its status, and where it refuses the code.</summary>
    public IEnumerable<string> Answers() =>
        from operation in Operations
        from response in operation.Value["responses"]!.AsObject()
        from code in CodesOf(_shape.Resolve(response.Value!)).DefaultIfEmpty("")
        select $"{operation.Key} {response.Key} {code}".Trim();

    private static IEnumerable<string> CodesOf(JsonObject response) =>
        response["content"]![ProblemJson]?["schema"]!["allOf"]![1]!["properties"]!["code"]!["enum"]!.AsArray().Select(code => (string)code!) ?? [];

    private static async Task<ApiContract> ReadAsync(IServiceProvider provider)
    {
        var document = await provider.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
        return new ApiContract(JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!.AsObject());
    }

    [GeneratedRegex("^(?<code>[a-z_]+): ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RuleCode();
}
