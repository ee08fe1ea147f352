using IdentityProvider.Accounts;
using IdentityProvider.Protocol;
using IdentityProvider.Security;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace IdentityProvider.Api.Description;

/// <summary>Writes what the operations of the OpenAPI document share: how to get a token, what a refusal looks like.</summary>
internal sealed class DocumentDescription(AccountPolicy policy, IOptions<Branding> branding, IOptions<ProtocolOptions> protocol) : IOpenApiDocumentTransformer
{
    public const string Problem = "Problem";
    public const string Tokens = "Tokens";
    private const string OpenIdConnect = "openIdConnect";
    private const string Bearer = "bearer";

    /// <summary>By either scheme: it is the same token.</summary>
    public static IList<OpenApiSecurityRequirement> TokenWith(string scope, OpenApiDocument document) =>
    [
        new() { [new OpenApiSecuritySchemeReference(OpenIdConnect, document)] = [scope] },
        new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [scope] },
    ];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = $"{branding.Value.Name}: accounts", Version = "1", Description = Introduction() };
        // Where the issuer is not configured it is the address of the request, as a document without servers has it.
        document.Servers = protocol.Value.Issuer is { } issuer ? [new OpenApiServer { Url = issuer }] : null;

        var components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes = SecuritySchemes();
        var schemas = components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        schemas[Problem] = ProblemSchema();
        schemas[Tokens] = TokenOperation.AnswerSchema();
        if (schemas[nameof(AccountProfile)].Properties!["roles"].Items is OpenApiSchema role)
            role.Enum = Fields.Values(policy.RoleNames);
        // What changed, whatever it was that did: its members are those of the thing itself.
        if (schemas.TryGetValue(nameof(System.Text.Json.Nodes.JsonObject), out var any) && any is OpenApiSchema anything)
            anything.AdditionalProperties = new OpenApiSchema();
        TokenOperation.AddTo(document, policy);
        return Task.CompletedTask;
    }

    private string Introduction() =>
        $"""
        Accounts, and what administrators do with them. This document fits the policy that this provider runs with (the preset `{policy.Preset}`
        and what overrides it): elsewhere other members may be needed, and other refusals happen.

        A refusal is `application/problem+json` (RFC 9457) with a stable `code`; where it is about members of the request, `errors` has the sentences for each.
        Titles, details and sentences are for people and may change. What is not an operation here is refused with `not_found` or `method_not_allowed`.
        Members of a body that an operation does not know are passed over, but for what is registered (clients, scopes, API resources), where they are refused; a member that is null is as good as left out, but for JSON merge patch, where it
        clears what there is.

        A call that needs a token takes an access token with the scope that the operation names: `{Authentication.OwnAccount}` for the own account,
        `{Authentication.Users}` for those of others, `{Authentication.Clients}` for what is registered, the keys and the audit log; there the role decides what is permitted. A client that
        was granted these two may act for itself (`client_credentials`), as far as the role of `Accounts:Permissions:Machines` may. A first-party app gets tokens at the token endpoint with the
        identifier and password of its user, other apps by the authorization code flow.
        """;

    private Dictionary<string, IOpenApiSecurityScheme> SecuritySchemes() => new()
    {
        [OpenIdConnect] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.OpenIdConnect,
            OpenIdConnectUrl = new Uri(protocol.Value.Issuer + ProtocolPaths.Discovery, UriKind.RelativeOrAbsolute),
            Description = "Any app, by the authorization code flow with PKCE.",
        },
        [Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = $"A first-party app (in Development the client `{NewcomerTokens.DefaultClient}`) gets the access token at `{ProtocolPaths.Token}`, without a browser.",
        },
    };

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A refusal (RFC 9457).",
        Required = new HashSet<string> { "status", "title", "detail", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What it is, in a few words." },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A sentence that may be shown to the person." },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "What is wrong with each member of the request.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    };
}
