using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Api.Description;
using IdentityProvider.Security;

namespace IdentityProvider.Api.Registry;

/// <summary>The HTTP contract of what is registered: every route about clients, scopes and API resources, and beside it what the OpenAPI document says of it.</summary>
public static class RegistryApi
{
    public static WebApplication MapRegistryApi(this WebApplication app)
    {
        MapClients(GroupOf(app, ClientCalls.Collection, "Clients"));
        MapScopes(GroupOf(app, ScopeCalls.Collection, "Scopes"));
        MapResources(GroupOf(app, ResourceCalls.Collection, "API resources"));
        return app;
    }

    private static RouteGroupBuilder GroupOf(WebApplication app, string prefix, string tag) =>
        app.MapGroup(prefix).WithTags(tag).RequireAuthorization(Authentication.Clients)
            .AddEndpointFilter(ApiFilters.AnswerUnreadableBodies).Refuses(Refusals.OfToken);

    private static void MapClients(RouteGroupBuilder clients)
    {
        clients.MapGet("/", ClientCalls.List)
            .Describe("listClients", "Look for clients", "By their identifiers, those of the configured files among them.")
            .NeedsRole(policy => policy.Permissions.ReadConfiguration)
            .TakesParameters(RegistryFields.OfClientList)
            .Answers<Page<ClientDocument>>()
            .Refuses(Refusals.Validation);

        clients.MapPost("/", ClientCalls.CreateAsync)
            .Describe("createClient", "Register a client", "RFC 7591 metadata. One that is not public gets a `client_secret`, which no other answer shows.")
            .NeedsRole(policy => policy.Permissions.ChangeConfiguration)
            .Takes(RegistryFields.OfNewClient)
            .AnswersVersion<ClientDocument>(StatusCodes.Status201Created)
            .Refuses(RegistryErrors.NameTaken("client_id", "Another client or an API resource has this name."), RegistryErrors.InFile, ScopeNotAllowed);

        clients.MapGet("/{clientId}", ClientCalls.GetAsync)
            .Describe("getClient", "Read a client")
            .NeedsRole(policy => policy.Permissions.ReadConfiguration)
            .AnswersVersion<ClientDocument>()
            .Refuses(RegistryErrors.ClientNotFound);

        clients.MapPut("/{clientId}", ClientCalls.ReplaceAsync)
            .Describe(
                "replaceClient", "Change a client",
                "The client is then this and nothing else: what is left out gets its default. One that is disabled (`enabled`) is answered like an unknown one. "
                + "One that is public no longer gets a `client_secret`. With a redirect URI of another origin, people who have allowed the client something are asked again.")
            .NeedsRole(policy => policy.Permissions.ChangeConfiguration)
            .NeedsVersion()
            .Takes(RegistryFields.OfClient)
            .AnswersVersion<ClientDocument>()
            .Refuses(RegistryErrors.ClientNotFound, RegistryErrors.InFile, ScopeNotAllowed, ClientProtected);

        clients.MapDelete("/{clientId}", ClientCalls.DeleteAsync)
            .Describe("deleteClient", "Delete a client", "With it goes what it was issued, at once: its tokens don't work any more.")
            .NeedsRole(policy => policy.Permissions.DeleteConfiguration)
            .NeedsVersion()
            .Answers()
            .Refuses(RegistryErrors.ClientNotFound, RegistryErrors.InFile, ClientProtected);

        clients.MapPost("/{clientId}/secrets", ClientCalls.RotateSecretAsync)
            .Describe("rotateClientSecret", "Make a new secret for a client", "No other answer shows it. The secret before it stays valid for a while; two are valid at most.")
            .NeedsRole(policy => policy.Permissions.ChangeConfiguration)
            .TakesOptional(RegistryFields.OldSecretExpiresIn)
            .AnswersVersion<ClientDocument>()
            .Refuses(RegistryErrors.ClientNotFound, RegistryErrors.InFile, RegistryErrors.PublicClient, ClientProtected);
    }

    private static void MapScopes(RouteGroupBuilder scopes)
    {
        scopes.MapGet("/", ScopeCalls.List)
            .Describe("listScopes", "Look for scopes", "By their names: those of APIs and the provider's own. Those of OpenID Connect are not among them.")
            .NeedsRole(policy => policy.Permissions.ReadConfiguration)
            .TakesParameters(RegistryFields.OfList)
            .Answers<Page<ScopeDocument>>()
            .Refuses(Refusals.Validation);

        scopes.MapPost("/", ScopeCalls.CreateAsync)
            .Describe("createScope", "Register a scope")
            .NeedsRole(policy => policy.Permissions.ChangeConfiguration)
            .Takes(RegistryFields.OfNewScope)
            .AnswersVersion<ScopeDocument>(StatusCodes.Status201Created)
            .Refuses(RegistryErrors.NameTaken("name", "Another scope has this name."), RegistryErrors.InFile);

        scopes.MapGet("/{name}", ScopeCalls.GetAsync)
            .Describe("getScope", "Read a scope")
            .NeedsRole(policy => policy.Permissions.ReadConfiguration)
            .AnswersVersion<ScopeDocument>()
            .Refuses(RegistryErrors.ScopeNotFound);

        scopes.MapPut("/{name}", ScopeCalls.ReplaceAsync)
            .Describe("replaceScope", "Change a scope")
            .NeedsRole(policy => policy.Permissions.ChangeConfiguration)
            .NeedsVersion()
            .Takes(RegistryFields.OfScope)
            .AnswersVersion<ScopeDocument>()
            .Refuses(RegistryErrors.ScopeNotFound, RegistryErrors.InFile, RegistryErrors.BuiltIn);

        scopes.MapDelete("/{name}", ScopeCalls.DeleteAsync)
            .Describe("deleteScope", "Delete a scope", "Only one that no client and no API resource names.")
            .NeedsRole(policy => policy.Permissions.DeleteConfiguration)
            .NeedsVersion()
            .Answers()
            .Refuses(RegistryErrors.ScopeNotFound, RegistryErrors.InFile, RegistryErrors.BuiltIn, RegistryErrors.ScopeInUse("clients or API resources"));
    }

    private static void MapResources(RouteGroupBuilder resources)
    {
        resources.MapGet("/", ResourceCalls.List)
            .Describe("listResources", "Look for API resources", "By their names.")
            .NeedsRole(policy => policy.Permissions.ReadConfiguration)
            .TakesParameters(RegistryFields.OfList)
            .Answers<Page<ResourceDocument>>()
            .Refuses(Refusals.Validation);

        resources.MapPost("/", ResourceCalls.CreateAsync)
            .Describe("createResource", "Register an API", "It has no secret yet, and needs one for introspection only.")
            .NeedsRole(policy => policy.Permissions.ChangeConfiguration)
            .Takes(RegistryFields.OfNewResource)
            .AnswersVersion<ResourceDocument>(StatusCodes.Status201Created)
            .Refuses(RegistryErrors.NameTaken("name", "Another API resource or a client has this name."), RegistryErrors.InFile);

        resources.MapGet("/{name}", ResourceCalls.GetAsync)
            .Describe("getResource", "Read an API resource", "A slash in its name is written `%2F`.")
            .NeedsRole(policy => policy.Permissions.ReadConfiguration)
            .AnswersVersion<ResourceDocument>()
            .Refuses(RegistryErrors.ResourceNotFound);

        resources.MapPut("/{name}", ResourceCalls.ReplaceAsync)
            .Describe("replaceResource", "Change an API resource", "Its secrets stay as they are.")
            .NeedsRole(policy => policy.Permissions.ChangeConfiguration)
            .NeedsVersion()
            .Takes(RegistryFields.OfResource)
            .AnswersVersion<ResourceDocument>()
            .Refuses(RegistryErrors.ResourceNotFound, RegistryErrors.InFile);

        resources.MapDelete("/{name}", ResourceCalls.DeleteAsync)
            .Describe("deleteResource", "Delete an API resource", "Its scopes stay.")
            .NeedsRole(policy => policy.Permissions.DeleteConfiguration)
            .NeedsVersion()
            .Answers()
            .Refuses(RegistryErrors.ResourceNotFound, RegistryErrors.InFile);

        resources.MapPost("/{name}/secrets", ResourceCalls.RotateSecretAsync)
            .Describe("rotateResourceSecret", "Make a new secret for an API", "No other answer shows it. The secret before it stays valid for a while; two are valid at most.")
            .NeedsRole(policy => policy.Permissions.ChangeConfiguration)
            .TakesOptional(RegistryFields.OldSecretExpiresIn)
            .AnswersVersion<ResourceDocument>()
            .Refuses(RegistryErrors.ResourceNotFound, RegistryErrors.InFile);
    }

    private static AccountError ScopeNotAllowed { get; } = RegistryErrors.ScopeNotAllowed(RightsOverOthers, HighestRole);

    private static AccountError ClientProtected { get; } = RegistryErrors.ClientProtected(RightsOverOthers, HighestRole);

    private const string RightsOverOthers = "the accounts of others, or what is registered";
    private const string HighestRole = "of the highest rank";
}
