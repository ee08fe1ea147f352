using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Api.Registry;

/// <summary>APIs that take access tokens. What the caller may do, the rules decide.</summary>
internal static class ResourceCalls
{
    public const string Collection = "/api/resources";

    public static IResult List(Acting acting, HttpContext http, ResourceAdministration resources) =>
        ListParameters.ReadRegistry(http.Request.Query, out var query, out var page) is { } wrong
            ? new Problem(wrong)
            : RegistryAnswers.Answer(resources.List(acting.Actor, query, page), entry => ResourceDocument.Of(entry, secret: null));

    public static async Task<IResult> GetAsync(string name, Acting acting, HttpContext http, ResourceAdministration resources, CancellationToken cancellationToken) =>
        Answer(http, await resources.GetAsync(acting.Actor, RegistryAnswers.NameOf(name), cancellationToken));

    public static async Task<IResult> CreateAsync(JsonBody body, Acting acting, HttpContext http, ResourceAdministration resources, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var api = RegistryForm.ReadResource(body.ToObject(), name: null, errors);
        return api is null || errors.ToError() is not null
            ? new Problem(errors.ToError()!)
            : RegistryAnswers.AnswerCreated(
                http, Collection, await resources.CreateAsync(acting.Actor, api, RequestSource.Of(http), cancellationToken), ResourceDocument.Of);
    }

    public static async Task<IResult> ReplaceAsync(
        string name, JsonBody body, Acting acting, HttpContext http, ResourceAdministration resources, CancellationToken cancellationToken)
    {
        if (EntityTags.Demand(http.Request, out var version) is { } refusal)
            return new Problem(refusal);
        var errors = new FieldErrors();
        var api = RegistryForm.ReadResource(body.ToObject(), RegistryAnswers.NameOf(name), errors);
        return api is null || errors.ToError() is not null
            ? new Problem(errors.ToError()!)
            : Answer(http, await resources.ReplaceAsync(acting.Actor, api, version, RequestSource.Of(http), cancellationToken));
    }

    public static async Task<IResult> DeleteAsync(string name, Acting acting, HttpContext http, ResourceAdministration resources, CancellationToken cancellationToken) =>
        EntityTags.Demand(http.Request, out var version) is { } refusal
            ? new Problem(refusal)
            : Answer(http, await resources.DeleteAsync(acting.Actor, RegistryAnswers.NameOf(name), version, RequestSource.Of(http), cancellationToken));

    public static async Task<IResult> RotateSecretAsync(
        string name, JsonBody body, Acting acting, HttpContext http, ResourceAdministration resources, CancellationToken cancellationToken)
    {
        var overlap = ClientCalls.OverlapOf(body);
        return body.Wrong is { } wrong
            ? new Problem(wrong)
            : Answer(http, await resources.RotateSecretAsync(acting.Actor, RegistryAnswers.NameOf(name), overlap, RequestSource.Of(http), cancellationToken));
    }

    private static IResult Answer(HttpContext http, RegistryOutcome<ApiResource> outcome) =>
        RegistryAnswers.Answer(http, outcome, ResourceDocument.Of);
}
