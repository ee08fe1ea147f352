using IdentityProvider.Accounts;
using IdentityProvider.Grants;
using IdentityProvider.Protocol;
using Microsoft.OpenApi;

namespace IdentityProvider.Api.Description;

/// <summary>What the OpenAPI document says of the token endpoint: the grants with which apps of the house sign people in, and refreshing.</summary>
internal static class TokenOperation
{
    private static readonly string[] ErrorCodes =
        ["invalid_request", "invalid_client", "invalid_grant", "invalid_scope", "unauthorized_client", "unsupported_grant_type", "access_denied"];

    public static void AddTo(OpenApiDocument document, AccountPolicy policy) => document.Paths.Add(ProtocolPaths.Token, new OpenApiPathItem
    {
        Operations = new Dictionary<HttpMethod, OpenApiOperation>
        {
            [HttpMethod.Post] = new()
            {
                OperationId = "token",
                Summary = "Get tokens",
                Description = "The grants of first-party apps, and refreshing; the other grants are OpenID Connect's own. A refusal is RFC 6749's; where it comes "
                    + "from the rules of accounts, `error_description` begins with its code: " + string.Join(", ", Codes(policy).Select(code => $"`{code}`")) + ".",
                Tags = new HashSet<OpenApiTagReference> { new("Tokens", document) },
                Security = [],
                RequestBody = new OpenApiRequestBody { Required = true, Content = Form([.. Grants(policy)]) },
                Responses = new OpenApiResponses
                {
                    ["200"] = new OpenApiResponse { Description = "Signed in", Content = Json(IssuedSchema(document)) },
                    ["400"] = new OpenApiResponse { Description = "Refused", Content = Json(ErrorSchema()) },
                    ["401"] = new OpenApiResponse { Description = "`invalid_client`: the client did not authenticate as it must.", Content = Json(ErrorSchema()) },
                },
            },
        },
    });

    /// <summary>The members of RFC 6749 5.1, as a registration that signs in has them too.</summary>
    public static OpenApiSchema AnswerSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "As the token endpoint answers (RFC 6749 5.1). A registration comes without them where something ended the account at the same instant.",
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["access_token"] = Text(),
            ["token_type"] = Text(),
            ["expires_in"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Seconds." },
            ["refresh_token"] = Text("Good for one refresh; with scope `offline_access`."),
            ["id_token"] = Text("With scope `openid`."),
            ["scope"] = Text("What was granted, separated by spaces."),
        },
    };

    private static IEnumerable<OpenApiSchema> Grants(AccountPolicy policy)
    {
        if (policy.SignInWithPhone)
            yield return Grant(AccountGrants.PhonePassword, "phone", "password");
        if (policy.SignInWithCode)
            yield return Grant(AccountGrants.PhoneOtp, "phone", "code", "remember_token");
        if (policy.SignInWithEmail)
            yield return Grant(AccountGrants.EmailPassword, "email", "password");
        yield return Grant(GrantTypes.RefreshToken, "refresh_token");
    }

    private static IEnumerable<string> Codes(AccountPolicy policy)
    {
        yield return AccountErrors.InvalidCredentials(policy.Identifiers).Code;
        if (policy.VerifiedBeforeSignIn.HasFlag(Channels.Phone))
            yield return AccountErrors.PhoneNotVerified.Code;
        if (policy.VerifiedBeforeSignIn.HasFlag(Channels.Email))
            yield return AccountErrors.EmailNotVerified.Code;
        if (policy.Session.OnePerUser)
            yield return AccountErrors.AlreadySignedIn.Code;
        if (!policy.SignInWithCode)
            yield break;
        foreach (var refusal in Refusals.OfPhone.Where(refusal => refusal.IsPossible(policy)))
            yield return refusal.Error.Code;
        yield return AccountErrors.OtpInvalid.Code;
        yield return AccountErrors.OtpExpired.Code;
        yield return Refusals.OtpBlocked.Code;
    }

    private static OpenApiSchema Grant(string type, params string[] parameters) => new()
    {
        Type = JsonSchemaType.Object,
        Title = type,
        Required = new HashSet<string>(["grant_type", .. parameters]),
        Properties = new Dictionary<string, IOpenApiSchema>(
        [
            new("grant_type", new OpenApiSchema { Type = JsonSchemaType.String, Enum = Fields.Values([type]) }),
            new("client_id", Text("Of a client that does not authenticate in the header.")),
            .. parameters.Select(name => KeyValuePair.Create(name, Text())),
            new("scope", Text("Separated by spaces.")),
        ]),
    };

    private static OpenApiSchema IssuedSchema(OpenApiDocument document) => new()
    {
        AllOf =
        [
            new OpenApiSchemaReference(DocumentDescription.Tokens, document),
            new OpenApiSchema { Required = new HashSet<string> { "access_token", "token_type", "expires_in" } },
        ],
    };

    private static OpenApiSchema ErrorSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "error" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["error"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = Fields.Values(ErrorCodes) },
            ["error_description"] = Text(),
        },
    };

    private static IOpenApiSchema Text(string? description = null) => new OpenApiSchema { Type = JsonSchemaType.String, Description = description };

    private static Dictionary<string, OpenApiMediaType> Form(IList<IOpenApiSchema> grants) =>
        new() { ["application/x-www-form-urlencoded"] = new() { Schema = new OpenApiSchema { OneOf = grants } } };

    private static Dictionary<string, OpenApiMediaType> Json(OpenApiSchema schema) => new() { ["application/json"] = new() { Schema = schema } };
}
