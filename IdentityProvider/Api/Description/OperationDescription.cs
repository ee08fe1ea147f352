using System.Globalization;
using IdentityProvider.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IdentityProvider.Api.Description;

/// <summary>Writes what <see cref="ApiDescription"/> says of a route into its operation, as it holds under the running policy.</summary>
internal sealed class OperationDescription(AccountPolicy policy) : IOpenApiOperationTransformer
{
    private const string Json = "application/json";
    private const string MergePatch = "application/merge-patch+json";
    private const string ProblemJson = "application/problem+json";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var (metadata, document) = (context.Description.ActionDescriptor.EndpointMetadata, context.Document!);
        foreach (var request in metadata.OfType<Request>())
            DescribeRequest(operation, request, context.Description.HttpMethod);
        DescribeCaller(operation, metadata, document);
        if (metadata.OfType<VersionTaken>().FirstOrDefault() is { } version)
            (operation.Parameters ??= []).Add(VersionParameter(version.IsNeeded));

        var responses = new OpenApiResponses();
        foreach (var answer in metadata.OfType<Answer>())
            responses[Text(answer.Status ?? policy.UpdateStatus)] = ResponseOf(operation, answer, document);
        foreach (var refusals in metadata.OfType<Refusal>().Where(refusal => refusal.IsPossible(policy)).Select(refusal => refusal.Error)
            .DistinctBy(error => error.Code).GroupBy(error => error.Status).OrderBy(group => group.Key))
            responses[Text(refusals.Key)] = ResponseOf([.. refusals], document);
        operation.Responses = responses;
        return Task.CompletedTask;
    }

    private void DescribeRequest(OpenApiOperation operation, Request request, string? method)
    {
        var fields = request.Members.Where(field => field.IsTaken(policy)).ToList();
        if (request.IsQuery)
        {
            operation.Parameters ??= [];
            foreach (var field in fields)
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = field.Name,
                    In = ParameterLocation.Query,
                    Required = field.IsNeeded(policy),
                    Schema = field.SchemaOf(policy, isQuery: true),
                });
            }

            return;
        }

        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = fields.ToDictionary(field => field.Name, IOpenApiSchema (field) => field.SchemaOf(policy, isQuery: false)),
            Required = fields.Where(field => field.IsNeeded(policy)).Select(field => field.Name).ToHashSet(),
        };
        string[] mediaTypes = method == HttpMethods.Patch ? [MergePatch, Json] : [Json];
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = !request.IsOptional,
            Content = mediaTypes.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = schema }),
        };
    }

    /// <summary>Which token it wants or takes, and which role whoever calls must have.</summary>
    private void DescribeCaller(OpenApiOperation operation, IList<object> metadata, OpenApiDocument document)
    {
        if (metadata.OfType<IAuthorizeData>().Select(data => data.Policy).OfType<string>().FirstOrDefault() is { } scope)
            operation.Security = DocumentDescription.TokenWith(scope, document);
        else if (metadata.OfType<OptionalToken>().FirstOrDefault() is { } optional)
            operation.Security = [[], .. DocumentDescription.TokenWith(optional.Scope, document)];
        else
            operation.Security = [];

        if (metadata.OfType<LeastRole>().FirstOrDefault() is { } role)
        {
            var sentence = role.Of(policy) is { Length: > 0 } name ? $"For the role `{name}` and those above it." : "Nobody may do this here.";
            operation.Description = $"{operation.Description} {sentence}".Trim();
        }
    }

    private OpenApiResponse ResponseOf(OpenApiOperation operation, Answer answer, OpenApiDocument document)
    {
        if (answer.Files.Count > 0)
            return new OpenApiResponse { Description = "The file", Content = answer.Files.ToDictionary(type => type, _ => new OpenApiMediaType()) };

        IOpenApiSchema schema = answer.Body is not null
            && operation.Responses!.Values.SelectMany(response => response.Content?.Values ?? []).FirstOrDefault()?.Schema is { } body
                ? body
                : new OpenApiSchema { Type = JsonSchemaType.Object };
        if (answer.WithTokens?.Invoke(policy) == true)
        {
            IOpenApiSchema tokens = new OpenApiSchemaReference(DocumentDescription.Tokens, document);
            schema = answer.Body is null ? tokens : new OpenApiSchema { AllOf = [schema, tokens] };
        }

        return new OpenApiResponse
        {
            Description = (answer.Status ?? policy.UpdateStatus) switch { StatusCodes.Status201Created => "Written", StatusCodes.Status202Accepted => "On its way", _ => "Done" },
            Content = new Dictionary<string, OpenApiMediaType> { [Json] = new() { Schema = schema } },
            Headers = answer.HasVersion ? VersionHeaders(answer.Status == StatusCodes.Status201Created) : null,
        };
    }

    private static OpenApiParameter VersionParameter(bool isNeeded) => new()
    {
        Name = "If-Match",
        In = ParameterLocation.Header,
        Required = isNeeded,
        Description = "The `ETag` of the answer that the change is made from; `*` for any.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static Dictionary<string, IOpenApiHeader> VersionHeaders(bool isNew)
    {
        var headers = Header("ETag", "Which version this is, for `If-Match`.", JsonSchemaType.String);
        if (isNew)
            headers.Add("Location", Header("Location", "Its address.", JsonSchemaType.String)["Location"]);
        return headers;
    }

    /// <summary>The refusals of one status. What is refused alike at several places stands in the document once.</summary>
    private static IOpenApiResponse ResponseOf(IReadOnlyList<AccountError> errors, OpenApiDocument document)
    {
        var response = new OpenApiResponse
        {
            Description = errors is [var only] ? LineOf(only) : string.Join('\n', errors.Select(error => $"- {LineOf(error)}")),
            Content = new Dictionary<string, OpenApiMediaType> { [ProblemJson] = new() { Schema = ProblemOf(errors, document) } },
            Headers = HeadersOf(errors[0].Status),
        };
        if (errors is not [{ Code: var code }])
            return response;

        var shared = (document.Components ??= new OpenApiComponents()).Responses ??= new Dictionary<string, IOpenApiResponse>();
        shared.TryAdd(code, response);
        return shared[code].Description == response.Description ? new OpenApiResponseReference(code, document) : response;
    }

    private static OpenApiSchema ProblemOf(IEnumerable<AccountError> errors, OpenApiDocument document) => new()
    {
        AllOf =
        [
            new OpenApiSchemaReference(DocumentDescription.Problem, document),
            new OpenApiSchema
            {
                Properties = new Dictionary<string, IOpenApiSchema> { ["code"] = new OpenApiSchema { Enum = Fields.Values(errors.Select(error => error.Code)) } },
            },
        ],
    };

    private static Dictionary<string, IOpenApiHeader>? HeadersOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => Header("WWW-Authenticate", "What is wrong with the token (RFC 6750).", JsonSchemaType.String),
        StatusCodes.Status429TooManyRequests => Header("Retry-After", "How many seconds to wait.", JsonSchemaType.Integer),
        _ => null,
    };

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, JsonSchemaType type) => new()
    {
        [name] = new OpenApiHeader { Required = true, Description = description, Schema = new OpenApiSchema { Type = type } },
    };

    private static string LineOf(AccountError error) => $"`{error.Code}`: {error.Detail}";

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
